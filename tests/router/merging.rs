//! Built routers in axum applications.

use auth_runtime::prelude::*;
use axum::{Router, routing};

use crate::noted::{Noted, built, ran, router, show};
use crate::support::{Trace, ask};

#[tokio::test]
async fn a_built_router_is_merged_into_an_application_with_a_fallback_of_its_own() {
    let trace = Trace::default();
    let api = built(
        router("/api")
            .depends(Noted("guard"))
            .route("/x", get(show)),
        &trace,
    );
    let app = Router::new()
        .route("/page", routing::get(async || "page"))
        .fallback(async || (StatusCode::NOT_FOUND, "the application's"))
        .merge(api);
    assert_eq!(ask(&app, "GET /page", &[]).await, (200, "page".to_owned()));
    assert_eq!(
        ask(&app, "GET /none", &[]).await,
        (404, "the application's".to_owned())
    );
    assert_eq!(trace.take(), [""; 0]);
    assert_eq!(
        ran(&app, &trace, "GET /api/x").await,
        (200, vec!["guard", "handler"])
    );
    assert_eq!(
        ran(&app, &trace, "GET /api/none").await,
        (404, vec!["guard"])
    );
}

#[tokio::test]
async fn two_built_routers_are_merged() {
    let trace = Trace::default();
    let users = built(
        router("/users")
            .depends(Noted("a"))
            .route("/{id}", get(show)),
        &trace,
    );
    let items = built(
        router("/items")
            .depends(Noted("b"))
            .route("/{id}", get(show)),
        &trace,
    );
    for app in [users.clone().merge(items.clone()), items.merge(users)] {
        assert_eq!(
            ran(&app, &trace, "GET /users/7").await,
            (200, vec!["a", "handler"])
        );
        assert_eq!(
            ran(&app, &trace, "GET /items/7").await,
            (200, vec!["b", "handler"])
        );
        assert_eq!(ran(&app, &trace, "GET /items/7/x").await, (404, vec!["b"]));
    }
}

/// The outermost prefix of a nested router belongs to the application, also with a slash after it.
#[tokio::test]
async fn a_built_router_is_nested_and_guards_what_is_below() {
    let trace = Trace::default();
    let api = built(
        router("").depends(Noted("guard")).route("/x", get(show)),
        &trace,
    );
    let nested = Router::new().nest("/v1", api.clone());
    let service = Router::new().nest_service("/v1", api);
    for app in [&nested, &service] {
        assert_eq!(
            ran(app, &trace, "GET /v1/x").await,
            (200, vec!["guard", "handler"])
        );
        for line in ["GET /v1", "GET /v1/none", "GET /v1/x/"] {
            assert_eq!(ran(app, &trace, line).await, (404, vec!["guard"]), "{line}");
        }
        assert_eq!(ran(app, &trace, "PUT /v1/x").await, (405, vec!["guard"]));
    }
    assert_eq!(
        ran(&service, &trace, "GET /v1/").await,
        (404, vec!["guard"])
    );
    assert_eq!(ran(&nested, &trace, "GET /v1/").await, (404, vec![]));
}
