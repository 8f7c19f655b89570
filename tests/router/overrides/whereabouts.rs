//! Where overrides apply, and which ones take precedence.

use auth_runtime::Mistake;
use auth_runtime::prelude::*;
use axum::{Router, routing};

use super::{Can, built, current_user, me, overrides, router};
use crate::support::{Trace, ask, status};

/// FastAPI's row G8: there, neither is noticed.
#[test]
fn an_override_that_nothing_uses_is_reported_with_its_router() {
    #[dependency]
    async fn unused() {}

    let unused_here = || overrides().replace(unused, async || ());
    let elsewhere = ApiRouter::new("/elsewhere")
        .depends(unused)
        .route("/", get(me));
    for router in [
        router().overrides(unused_here()),
        // It is used, but not below the router that overrides it.
        ApiRouter::new("")
            .include(elsewhere)
            .include(router().overrides(unused_here())),
        router().overrides(overrides().replace(Can("delete"), async || ())),
    ] {
        let error = router.build().expect_err("an unused override");
        let [Mistake::UnusedOverride { router, .. }] = error.mistakes() else {
            panic!("{error}");
        };
        assert_eq!(router, "/users");
    }
}

#[test]
fn an_override_of_what_guards_only_unknown_paths_is_used() {
    #[public]
    async fn open() {}

    let router = ApiRouter::new("")
        .route("/", get(open))
        .depends(current_user);
    let replaced = overrides().replace(current_user, async || String::new());
    assert!(router.overrides(replaced).build().is_ok());
}

#[tokio::test]
async fn an_outer_routers_overrides_win_and_an_inner_ones_hold_beside_them() {
    let trace = Trace::default();
    let inner = overrides()
        .replace(current_user, async || "inner".to_owned())
        .replace(Can("write"), async || ())
        .replace(Can("read"), async || ());
    let outer = overrides().replace(current_user, async || "outer".to_owned());
    let app = built(
        ApiRouter::new("")
            .include(router().overrides(inner))
            .overrides(outer),
        &trace,
    );
    assert_eq!(
        ask(&app, "POST /users", &[]).await,
        (200, "outer".to_owned())
    );
}

#[tokio::test]
async fn an_override_of_a_child_does_not_reach_its_sibling() {
    let trace = Trace::default();
    let named = |prefix: &str| {
        ApiRouter::new(prefix)
            .route("/", get(me))
            .depends(current_user)
    };
    let replaced = overrides().replace(current_user, async || "ann".to_owned());
    let router = ApiRouter::new("")
        .include(named("/a").overrides(replaced))
        .include(named("/b"));
    let app = built(router, &trace);
    assert_eq!(status(&app, "GET /a", &[]).await, 200);
    assert_eq!(status(&app, "GET /a/none", &[]).await, 404);
    assert_eq!(status(&app, "GET /b", &[]).await, 500);
    assert_eq!(status(&app, "GET /b/none", &[]).await, 500);
}

#[tokio::test]
async fn overrides_hold_in_a_plain_axum_router_by_a_layer() {
    let replaced = overrides().replace(current_user, async || "ann".to_owned());
    let plain = Router::new()
        .route("/", routing::get(me))
        .with_state(Trace::default());
    assert_eq!(status(&plain, "GET /", &[]).await, 500);
    let app = plain.layer(replaced.into_layer());
    assert_eq!(ask(&app, "GET /", &[]).await, (200, "ann".to_owned()));
}

/// FastAPI's row G6: there, a mounted application has overrides of its own only.
#[tokio::test]
async fn overrides_reach_into_mounted_routers() {
    let trace = Trace::default();
    let plain = Router::new()
        .route("/me", routing::get(me))
        .with_state(trace.clone());
    let replaced = overrides().replace(current_user, async || "ann".to_owned());
    let app = built(
        router().mount("/plain", plain.clone()).overrides(replaced),
        &trace,
    );
    assert_eq!(
        ask(&app, "GET /users/plain/me", &[]).await,
        (200, "ann".to_owned())
    );

    // The mounted router's own overrides are further in, so the outer ones take precedence.
    let own = overrides().replace(current_user, async || "own".to_owned());
    let layered = plain.layer(own.into_layer());
    let replaced = overrides().replace(current_user, async || "ann".to_owned());
    let app = built(
        router()
            .mount("/plain", layered.clone())
            .overrides(replaced),
        &trace,
    );
    assert_eq!(
        ask(&app, "GET /users/plain/me", &[]).await,
        (200, "ann".to_owned())
    );
    assert_eq!(ask(&layered, "GET /me", &[]).await, (200, "own".to_owned()));
}

#[tokio::test]
async fn a_layer_of_overrides_around_a_built_router_wins_over_the_routers_own() {
    let inner = overrides().replace(current_user, async || "inner".to_owned());
    let outer = overrides().replace(current_user, async || "outer".to_owned());
    let app = built(router().overrides(inner), &Trace::default());
    assert_eq!(ask(&app, "GET /users/me", &[]).await.1, "inner");
    let app = app.layer(outer.into_layer());
    assert_eq!(ask(&app, "GET /users/me", &[]).await.1, "outer");
}

/// FastAPI's row G5: there, overrides are a dictionary on the application, and leak between tests.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn overrides_of_parallel_applications_do_not_meet() {
    let tests = (0..32).map(|number| {
        tokio::spawn(async move {
            let name = format!("user {number}");
            let replaced = overrides().with_value(current_user, name.clone());
            let app = built(router().overrides(replaced), &Trace::default());
            for _ in 0..50 {
                assert_eq!(ask(&app, "GET /users/me", &[]).await, (200, name.clone()));
                tokio::task::yield_now().await;
            }
        })
    });
    for test in tests.collect::<Vec<_>>() {
        test.await.expect("no panic");
    }
}
