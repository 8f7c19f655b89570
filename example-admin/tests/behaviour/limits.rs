//! What every request meets.

use axum::body::Body;
use axum::http::{Request, StatusCode};

use crate::site::{Site, request};

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

#[tokio::test]
async fn a_body_that_does_not_arrive_is_given_up_with_a_408() {
    let site = Site::in_process().await;
    tokio::time::pause();
    let silent = Body::from_stream(futures_util::stream::pending::<
        Result<Vec<u8>, std::io::Error>,
    >());
    site.post_login(silent)
        .await
        .assert_problem(StatusCode::REQUEST_TIMEOUT);
}
