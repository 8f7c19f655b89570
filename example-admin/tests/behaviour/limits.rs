//! The limits that apply to every request.

use std::future::pending;
use std::io;
use std::time::Duration;

use auth_runtime::prelude::*;
use axum::body::Body;
use axum::http::Request;
use axum::http::header::CONTENT_TYPE;
use futures_util::stream;
use tokio::time::{Instant, pause, sleep, timeout};
use tower::ServiceExt as _;

use crate::site::{Site, request};
use crate::wire::{Wire, head};

#[tokio::test]
async fn a_request_has_one_host() {
    let site = Site::new().await;
    let twice = request("GET", "/healthz", None).header("host", "other");
    let answer = site.send(twice.body(Body::empty()).unwrap()).await;
    answer.assert_problem(StatusCode::BAD_REQUEST);
    let none = Request::get("/healthz").body(Body::empty()).unwrap();
    site.send(none)
        .await
        .assert_problem(StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn headers_over_32_kib_together_are_too_large() {
    let site = Site::new().await;
    let with = |bytes: usize| {
        let half = "x".repeat(bytes / 2);
        request("GET", "/healthz", None)
            .header("x-one", &half)
            .header("x-two", &half)
            .body(Body::empty())
            .unwrap()
    };
    assert_eq!(site.send(with(32_000)).await.status, StatusCode::OK);
    site.send(with(33_000))
        .await
        .assert_problem(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE);
}

#[public]
async fn endless() {
    pending::<()>().await;
}

#[tokio::test]
async fn an_answer_that_does_not_come_is_given_up_with_a_504() {
    let site = Site::new().await;
    let routes = example_admin::api().route("/endless", get(endless));
    let app = routes.build().unwrap().with_state(site.state.clone());
    let request = request("GET", "/endless", None).body(Body::empty());
    // No database is asked from here on: its timeouts would be over at once.
    pause();
    let start = Instant::now();
    let answer = app.oneshot(request.unwrap()).await.unwrap();
    assert_eq!(answer.status(), StatusCode::GATEWAY_TIMEOUT);
    assert_eq!(answer.headers()[CONTENT_TYPE], "application/problem+json");
    assert_eq!(start.elapsed().as_secs(), 45);
}

/// A site that does not wait long for bodies.
async fn impatient() -> Site {
    Site::with(|config| config.body_within = Duration::from_secs(1)).await
}

#[tokio::test]
async fn a_body_that_does_not_arrive_is_given_up_with_a_408() {
    let site = impatient().await;
    let silent = Body::from_stream(stream::pending::<io::Result<Vec<u8>>>());
    site.post_login(silent)
        .await
        .assert_problem(StatusCode::REQUEST_TIMEOUT);

    let token = site.log_in().await;
    let silent = Body::from_stream(stream::pending::<io::Result<Vec<u8>>>());
    let request = request("POST", "/users", Some(&token)).header(CONTENT_TYPE, "application/json");
    let answer = site.send(request.body(silent).unwrap()).await;
    answer.assert_problem(StatusCode::REQUEST_TIMEOUT);
    answer.refreshtoken();
}

#[tokio::test]
async fn a_body_that_trickles_in_is_cut_off() {
    let site = impatient().await;
    let mut wire = Wire::to(site.served()).await;
    let lines = [
        "content-type: application/x-www-form-urlencoded",
        "content-length: 8000",
    ];
    wire.send(&head("POST", "/login", None, &lines)).await;
    let trickle = async {
        loop {
            wire.send("x").await;
            sleep(Duration::from_millis(20)).await;
        }
    };
    timeout(Duration::from_millis(200), trickle)
        .await
        .unwrap_err();
    assert_eq!(wire.status().await, StatusCode::REQUEST_TIMEOUT);
    wire.rest().await;
}
