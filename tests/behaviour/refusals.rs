//! A1: an extractor's rejection becomes a problem document with the same status, and never echoes the
//! request.

use auth_runtime::{dependency, depends};
use axum::body::{Body, Bytes};
use axum::extract::rejection::JsonRejection;
use axum::extract::{
    ConnectInfo, DefaultBodyLimit, Extension, Form, MatchedPath, Path, Query, RawForm, Request,
};
use axum::handler::Handler;
use axum::http::StatusCode;
use axum::routing::any;
use axum::{Json, Router};
use futures_util::stream;
use serde::Deserialize;

use super::support::{Answer, get, post, send};

/// What the client sends, and no response may contain.
const MARKER: &str = "hunter2";

#[derive(Deserialize)]
struct Numbers {
    number: u32,
}

/// The response of `guarded`, which must be a problem with the status that axum's own rejection has in
/// `plain`.
async fn refused<T, U>(
    guarded: impl Handler<T, ()>,
    plain: impl Handler<U, ()>,
    request: impl Fn() -> Request,
) -> Answer
where
    T: 'static,
    U: 'static,
{
    let app = Router::new()
        .route("/guarded/{*rest}", any(guarded))
        .route("/plain/{*rest}", any(plain))
        .layer(DefaultBodyLimit::max(64));
    let at = |place: &str| {
        let mut request = request();
        *request.uri_mut() = format!("/{place}{}", request.uri()).parse().unwrap();
        request
    };

    let (answer, of_axum) = (
        send(&app, at("guarded")).await,
        send(&app, at("plain")).await,
    );
    assert_ne!(
        of_axum.status,
        StatusCode::OK,
        "the request is meant to be refused"
    );
    assert_eq!(answer.status, of_axum.status);
    answer.problem();
    assert!(!answer.text().contains(MARKER), "{}", answer.text());
    assert!(answer.headers.values().all(|value| {
        !value
            .as_bytes()
            .windows(7)
            .any(|part| part == MARKER.as_bytes())
    }));
    answer
}

#[depends]
async fn json(Json(_numbers): Json<Numbers>) {}
async fn plain_json(Json(_numbers): Json<Numbers>) {}

#[tokio::test]
async fn json_that_is_none_is_400() {
    let body = r#"{"number": hunter2"#;
    let answer = refused(json, plain_json, || post("/x", "application/json", body)).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn json_of_other_data_is_422() {
    let body = r#"{"number": "hunter2", "hunter2": 1}"#;
    let answer = refused(json, plain_json, || post("/x", "application/json", body)).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn json_of_another_content_type_is_415() {
    let answer = refused(json, plain_json, || post("/x", "text/hunter2", "{}")).await;
    assert_eq!(answer.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
}

#[tokio::test]
async fn json_that_is_too_large_is_413() {
    let body = || format!(r#"{{"number": 1, "password": "{}"}}"#, MARKER.repeat(20));
    let answer = refused(json, plain_json, || post("/x", "application/json", body())).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn json_that_breaks_off_is_400() {
    let broken = || {
        let chunks = [Ok(r#"{"number""#), Err(std::io::Error::other(MARKER))];
        post(
            "/x",
            "application/json",
            Body::from_stream(stream::iter(chunks)),
        )
    };
    let answer = refused(json, plain_json, broken).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_path_of_another_type_is_400() {
    #[depends]
    async fn guarded(Path(_id): Path<u32>) {}
    async fn plain(Path(_id): Path<u32>) {}

    let answer = refused(guarded, plain, || get("/hunter2")).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_path_that_is_no_utf_8_is_400() {
    #[depends]
    async fn guarded(Path(_id): Path<String>) {}
    async fn plain(Path(_id): Path<String>) {}

    let answer = refused(guarded, plain, || get("/hunter2%ff")).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_path_of_too_few_parameters_is_500() {
    #[depends]
    async fn guarded(Path(_ids): Path<(u32, u32)>) {}
    async fn plain(Path(_ids): Path<(u32, u32)>) {}

    let answer = refused(guarded, plain, || get("/hunter2")).await;
    assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
}

#[tokio::test]
async fn a_query_of_another_type_is_400() {
    #[depends]
    async fn guarded(Query(_numbers): Query<Numbers>) {}
    async fn plain(Query(_numbers): Query<Numbers>) {}

    let answer = refused(guarded, plain, || get("/x?number=hunter2")).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    refused(guarded, plain, || get("/x?hunter2=1")).await;
}

#[tokio::test]
async fn a_form_keeps_each_of_its_statuses() {
    #[depends]
    async fn guarded(Form(_numbers): Form<Numbers>) {}
    async fn plain(Form(_numbers): Form<Numbers>) {}
    const FORM: &str = "application/x-www-form-urlencoded";

    let answer = refused(guarded, plain, || get("/x?number=hunter2")).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    let answer = refused(guarded, plain, || post("/x", FORM, "number=hunter2")).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let answer = refused(guarded, plain, || post("/x", "text/hunter2", "number=1")).await;
    assert_eq!(answer.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let answer = refused(guarded, plain, || {
        post("/x", FORM, format!("hunter2={:0100}", 1))
    })
    .await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn a_raw_form_of_another_content_type_is_415() {
    #[depends]
    async fn guarded(RawForm(_form): RawForm) {}
    async fn plain(RawForm(_form): RawForm) {}

    let answer = refused(guarded, plain, || post("/x", "text/hunter2", "number=1")).await;
    assert_eq!(answer.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
}

#[tokio::test]
async fn text_that_is_no_utf_8_is_400() {
    #[depends]
    async fn guarded(_text: String) {}
    async fn plain(_text: String) {}

    let answer = refused(guarded, plain, || {
        post("/x", "text/plain", &b"hunter2\xff"[..])
    })
    .await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn bytes_that_are_too_many_are_413() {
    #[depends]
    async fn guarded(_bytes: Bytes) {}
    async fn plain(_bytes: Bytes) {}

    let answer = refused(guarded, plain, || {
        post("/x", "text/plain", MARKER.repeat(20))
    })
    .await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn a_missing_extension_is_500_and_its_type_is_not_told() {
    #[derive(Clone)]
    struct Hunter2;
    #[depends]
    async fn guarded(Extension(_missing): Extension<Hunter2>) {}
    async fn plain(Extension(_missing): Extension<Hunter2>) {}

    let answer = refused(guarded, plain, || get("/x")).await;
    assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(!answer.text().contains("Hunter2"));
}

#[tokio::test]
async fn what_the_server_does_not_know_of_the_connection_is_500() {
    #[depends]
    async fn guarded(ConnectInfo(_peer): ConnectInfo<std::net::SocketAddr>) {}
    async fn plain(ConnectInfo(_peer): ConnectInfo<std::net::SocketAddr>) {}

    let answer = refused(guarded, plain, || get("/x")).await;
    assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
}

#[tokio::test]
async fn a_handler_outside_of_any_route_has_no_matched_path() {
    #[depends]
    async fn guarded(_path: MatchedPath) {}

    let answer = send(&Router::new().fallback(guarded), get("/hunter2")).await;
    assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
    answer.problem();
}

#[tokio::test]
async fn a_dependencys_extractor_is_refused_in_the_same_way() {
    #[dependency]
    async fn numbers(Query(numbers): Query<Numbers>) -> u32 {
        let Numbers { number } = numbers;
        number
    }

    #[depends(numbers)]
    async fn guarded() {}
    async fn plain(Query(_numbers): Query<Numbers>) {}

    let answer = refused(guarded, plain, || get("/x?number=hunter2")).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
}

/// A handler may want to handle the rejection itself.
#[tokio::test]
async fn an_extractor_as_a_result_is_the_handlers_to_answer() {
    #[depends]
    async fn handler(numbers: Result<Json<Numbers>, JsonRejection>) -> (StatusCode, &'static str) {
        assert!(numbers.is_err());
        (StatusCode::IM_A_TEAPOT, "the handler's words")
    }

    let answer = send(
        &Router::new().route("/", any(handler)),
        post("/", "application/json", "{"),
    )
    .await;
    assert_eq!(
        (answer.status, answer.text()),
        (StatusCode::IM_A_TEAPOT, "the handler's words")
    );
}

#[tokio::test]
async fn the_length_is_that_of_the_document_and_not_of_what_it_replaces() {
    let answer = refused(json, plain_json, || post("/x", "application/json", "{")).await;
    assert_eq!(
        answer.values("content-length"),
        [answer.body.len().to_string()]
    );
}
