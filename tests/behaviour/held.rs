//! How long the value of a dependency lives: until the handler is done, if nothing else takes it.

use std::sync::Arc;

use auth_runtime::prelude::*;
use axum::Router;
use axum::body::Body;
use axum::extract::{FromRef, Request};
use http_body_util::BodyExt;
use tower::ServiceExt;

/// A permit is held while a clone of it lives.
#[derive(Clone, FromRef)]
struct Permits(Arc<()>);

#[dependency]
fn permit(State(permits): State<Arc<()>>) -> Arc<()> {
    permits
}

#[depends(permit)]
async fn listed(State(permits): State<Arc<()>>) -> String {
    Arc::strong_count(&permits).to_string()
}

#[depends]
async fn inherited(State(permits): State<Arc<()>>) -> String {
    Arc::strong_count(&permits).to_string()
}

/// How many more clones there were while the handler ran, and how many more there are afterwards.
async fn held(app: Router, permits: &Arc<()>) -> (usize, usize) {
    let before = Arc::strong_count(permits);
    let request = Request::new(Body::empty());
    let response = app.clone().oneshot(request).await.expect("infallible");
    let body = response
        .into_body()
        .collect()
        .await
        .expect("a body")
        .to_bytes();
    let during: usize = String::from_utf8_lossy(&body).parse().expect("a number");
    (during - before, Arc::strong_count(permits) - before)
}

#[tokio::test]
async fn a_listed_permit_is_held_while_the_handler_runs() {
    let permits = Arc::new(());
    let app = |handler| {
        Router::new()
            .route("/", handler)
            .with_state(Permits(Arc::clone(&permits)))
    };
    let (with, after) = held(app(axum::routing::get(listed)), &permits).await;
    let (without, _) = held(app(axum::routing::get(free)), &permits).await;
    assert_eq!((with - without, after), (1, 0));
}

#[public]
async fn free(State(permits): State<Arc<()>>) -> String {
    Arc::strong_count(&permits).to_string()
}

#[tokio::test]
async fn a_routers_permit_is_held_while_the_handler_runs() {
    let permits = Arc::new(());
    let app = |router: ApiRouter<Permits>| {
        router
            .build()
            .expect("no mistake")
            .with_state(Permits(Arc::clone(&permits)))
    };
    let (with, after) = held(
        app(ApiRouter::new("")
            .depends(permit)
            .route("/", get(inherited))),
        &permits,
    )
    .await;
    let (without, _) = held(app(ApiRouter::new("").route("/", get(free))), &permits).await;
    assert_eq!((with - without, after), (1, 0));
}

#[depends]
async fn parameter(#[depends(permit)] _: Arc<()>, State(permits): State<Arc<()>>) -> String {
    Arc::strong_count(&permits).to_string()
}

#[dependency]
fn returns(#[depends(permit)] permit: Arc<()>) -> Arc<()> {
    permit
}

#[depends(returns)]
async fn returned(State(permits): State<Arc<()>>) -> String {
    Arc::strong_count(&permits).to_string()
}

#[dependency]
fn drops(#[depends(permit)] _permit: Arc<()>) {}

#[depends(drops)]
async fn dropped(State(permits): State<Arc<()>>) -> String {
    Arc::strong_count(&permits).to_string()
}

#[tokio::test]
async fn a_permit_belongs_to_who_takes_it_as_a_parameter() {
    let permits = Arc::new(());
    let of_permits = |handler| {
        Router::new()
            .route("/", handler)
            .with_state(Permits(Arc::clone(&permits)))
    };
    let (without, _) = held(of_permits(axum::routing::get(free)), &permits).await;
    for (handler, expected) in [
        (axum::routing::get(parameter), 1),
        (axum::routing::get(returned), 1),
        (axum::routing::get(dropped), 0),
    ] {
        let (with, after) = held(of_permits(handler), &permits).await;
        assert_eq!((with - without, after), (expected, 0));
    }
}
