//! R4: nothing of the body is read, and no `100 Continue` is sent, until everything that looks only at the
//! head has passed.

use auth_runtime::{HttpError, dependency, depends};
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post as route;
use axum::{Json, Router};
use tower::ServiceExt;

use super::support::{Log, Tally, WatchedBody, Wire, post, send};

/// Refuses clients without a key.
#[dependency(errors(401))]
async fn check_key(headers: &HeaderMap, State(log): State<Log>) -> Result<(), HttpError> {
    log.note("check key");
    if headers.contains_key("x-key") {
        Ok(())
    } else {
        Err(HttpError::new(StatusCode::UNAUTHORIZED))
    }
}

#[depends(check_key)]
async fn save(
    Path(_id): Path<u32>,
    State(log): State<Log>,
    Json(numbers): Json<Vec<u32>>,
) -> Json<usize> {
    log.note("save");
    Json(numbers.len())
}

/// Takes the request as it is, and reads the body itself.
#[depends(check_key)]
async fn stream(State(log): State<Log>, request: Request) -> String {
    log.note("stream");
    let bytes = axum::body::to_bytes(request.into_body(), 100)
        .await
        .unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn app(log: &Log) -> Router {
    Router::new()
        .route("/save/{id}", route(save))
        .route("/stream", route(stream))
        .with_state(log.clone())
}

fn head(path: &str, headers: &str) -> String {
    format!("POST {path} HTTP/1.1\r\nhost: test\r\ncontent-type: application/json\r\n{headers}\r\n")
}

/// What was noted, where `body` is the first read of the body, and the status.
async fn noted(path: &str, key: Option<&str>) -> (StatusCode, Vec<&'static str>) {
    let (log, tally) = (Log::default(), Tally::default());
    let mut request = post(
        path,
        "application/json",
        WatchedBody::body("[1, 2]", &log, &tally),
    );
    if let Some(key) = key {
        request.headers_mut().insert("x-key", key.parse().unwrap());
    }
    let response = app(&log).oneshot(request).await.unwrap();
    assert_eq!(tally.count(), 0, "the body is gone before the answer is");
    (response.status(), log.take())
}

#[tokio::test]
async fn the_body_is_read_after_everything_else() {
    assert_eq!(
        noted("/save/1", Some("k")).await,
        (StatusCode::OK, vec!["check key", "body", "save"])
    );
}

#[tokio::test]
async fn a_strangers_body_is_not_read() {
    assert_eq!(
        noted("/save/1", None).await,
        (StatusCode::UNAUTHORIZED, vec!["check key"])
    );
    assert_eq!(
        noted("/stream", None).await,
        (StatusCode::UNAUTHORIZED, vec!["check key"])
    );
}

#[tokio::test]
async fn the_body_behind_a_rejected_head_is_not_read() {
    assert_eq!(
        noted("/save/seven", Some("k")).await,
        (StatusCode::BAD_REQUEST, vec!["check key"])
    );
}

#[tokio::test]
async fn a_handler_that_takes_the_request_reads_the_body_itself() {
    assert_eq!(
        noted("/stream", Some("k")).await,
        (StatusCode::OK, vec!["check key", "stream", "body"])
    );
}

#[tokio::test]
async fn a_strangers_broken_json_is_401_and_a_friends_is_400() {
    let app = app(&Log::default());
    let answer = send(&app, post("/save/1", "application/json", "[1,")).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);

    let mut request = post("/save/1", "application/json", "[1,");
    request.headers_mut().insert("x-key", "k".parse().unwrap());
    assert_eq!(send(&app, request).await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_stranger_is_refused_instead_of_being_told_to_continue() {
    let mut wire = Wire::to(app(&Log::default())).await;
    wire.write(&head(
        "/save/1",
        "content-length: 6\r\nexpect: 100-continue\r\n",
    ))
    .await;
    let head = wire.head().await;
    assert!(head.starts_with("http/1.1 401"), "{head}");
}

#[tokio::test]
async fn a_rejected_path_is_refused_instead_of_being_told_to_continue() {
    let mut wire = Wire::to(app(&Log::default())).await;
    wire.write(&head(
        "/save/seven",
        "x-key: k\r\ncontent-length: 6\r\nexpect: 100-continue\r\n",
    ))
    .await;
    let head = wire.head().await;
    assert!(head.starts_with("http/1.1 400"), "{head}");
}

#[tokio::test]
async fn a_friend_is_told_to_continue() {
    let log = Log::default();
    let mut wire = Wire::to(app(&log)).await;
    wire.write(&head(
        "/save/1",
        "x-key: k\r\ncontent-length: 6\r\nexpect: 100-continue\r\n",
    ))
    .await;
    let head = wire.head().await;
    assert!(head.starts_with("http/1.1 100"), "{head}");
    assert_eq!(log.take(), ["check key"]);

    wire.write("[1, 2]").await;
    let head = wire.head().await;
    assert!(head.starts_with("http/1.1 200"), "{head}");
    wire.expect("2").await;
}

#[tokio::test]
async fn a_stranger_is_refused_before_a_byte_of_his_body_has_come() {
    for length in [
        "content-length: 1000000\r\n",
        "transfer-encoding: chunked\r\n",
    ] {
        let mut wire = Wire::to(app(&Log::default())).await;
        wire.write(&head("/save/1", length)).await;
        let head = wire.head().await;
        assert!(head.starts_with("http/1.1 401"), "{head}");
    }
}

#[tokio::test]
async fn a_friends_body_is_waited_for() {
    let mut wire = Wire::to(app(&Log::default())).await;
    wire.write(&head("/save/1", "x-key: k\r\ncontent-length: 6\r\n"))
        .await;
    assert!(wire.is_silent().await);
    wire.write("[1, 2]").await;
    assert!(wire.head().await.starts_with("http/1.1 200"));
}

#[tokio::test]
async fn a_strangers_endless_body_is_cut_off() {
    let mut wire = Wire::to(app(&Log::default())).await;
    wire.write(&head("/save/1", "transfer-encoding: chunked\r\n"))
        .await;
    let chunk = format!("10000\r\n{}\r\n", "x".repeat(0x10000));
    let mut sent = 0;
    while sent < 4_096 && wire.try_write(&chunk).await.is_ok() {
        sent += 1;
    }
    assert!(sent < 4_096, "256 MiB were taken from a stranger");
}

/// The rest of a refused body must not be parsed as the next request.
#[tokio::test]
async fn a_strangers_body_is_not_read_as_a_request() {
    let log = Log::default();
    let mut wire = Wire::to(app(&log)).await;
    let smuggled = head("/stream", "x-key: k\r\ncontent-length: 0\r\n");
    wire.write(&head(
        "/save/1",
        &format!("content-length: {}\r\n", smuggled.len() + 10),
    ))
    .await;
    let refused = wire.head().await;
    assert!(refused.starts_with("http/1.1 401"), "{refused}");

    let _ = wire.try_write(&smuggled).await;
    let _ = wire.try_write("0123456789").await;
    let rest = wire.rest().await;
    assert!(!rest.contains("HTTP/1.1"), "{rest}");
    assert_eq!(log.take(), ["check key"]);
}

/// Head and body arrive in one piece, with a `Content-Length`: hyper may keep the connection.
#[tokio::test]
async fn a_refused_request_and_the_next_one_are_kept_apart() {
    let log = Log::default();
    let mut wire = Wire::to(app(&log)).await;
    let smuggled = head("/stream", "x-key: k\r\ncontent-length: 0\r\n");
    let request = head(
        "/save/1",
        &format!("content-length: {}\r\n", smuggled.len()),
    );
    wire.write(&format!("{request}{smuggled}")).await;
    let refused = wire.head().await;
    assert!(refused.starts_with("http/1.1 401"), "{refused}");
    let _ = wire
        .try_write(&head(
            "/save/1",
            "connection: close\r\ncontent-length: 0\r\n",
        ))
        .await;
    wire.rest().await;
    assert!(
        !log.take().contains(&"stream"),
        "a body was read as a request"
    );
}
