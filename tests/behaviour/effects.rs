//! R5: what a dependency did to the response survives every outcome.

use auth_runtime::{HttpError, InvalidHeader, ResponseEdits, dependency, depends};
use axum::body::Body;
use axum::extract::{Path, Request};
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{any, get as route};
use axum::{Json, Router};
use futures_util::stream;

use super::support::{Answer, Script, Wire, get, post, send};

const TOKEN: &str = "refreshtoken";

#[dependency(sets("refreshtoken"))]
async fn slide(response: &mut ResponseEdits) -> Result<(), InvalidHeader> {
    response.set_default(TOKEN, "slid")
}

#[dependency(errors(403))]
async fn forbid(#[depends(slide)] (): ()) -> Result<(), HttpError> {
    Err(HttpError::new(StatusCode::FORBIDDEN))
}

/// The response of the handler `answer` behind `slide`.
async fn slid<R: IntoResponse>(answer: impl Fn() -> R + Send + Sync + 'static) -> Answer {
    Script::new(|edits| edits.set_default(TOKEN, "slid"))
        .answering(answer)
        .run()
        .await
}

#[tokio::test]
async fn every_status_of_the_handler_carries_the_refreshed_token() {
    for status in [
        200, 201, 202, 204, 206, 301, 303, 304, 307, 400, 404, 405, 409, 410, 418, 422, 500, 503,
        599,
    ] {
        let status = StatusCode::from_u16(status).unwrap();
        slid(move || status).await.assert_slid(status);
    }
}

#[tokio::test]
async fn every_kind_of_answer_carries_the_refreshed_token() {
    slid(|| ()).await.assert_slid(StatusCode::OK);
    slid(|| Json([1, 2])).await.assert_slid(StatusCode::OK);
    slid(|| Redirect::to("/elsewhere"))
        .await
        .assert_slid(StatusCode::SEE_OTHER);
    slid(|| HttpError::new(StatusCode::CONFLICT))
        .await
        .assert_slid(StatusCode::CONFLICT);
    slid(|| Err::<(), _>(HttpError::new(StatusCode::NOT_FOUND)))
        .await
        .assert_slid(StatusCode::NOT_FOUND);
    slid(|| (StatusCode::BAD_GATEWAY, "upstream"))
        .await
        .assert_slid(StatusCode::BAD_GATEWAY);
}

#[tokio::test]
async fn edits_leave_the_rest_of_the_answer_alone() {
    let answer = slid(|| (StatusCode::CREATED, [("x-own", "1")], Json("body"))).await;
    assert_eq!(answer.status, StatusCode::CREATED);
    assert_eq!(answer.values("x-own"), ["1"]);
    assert_eq!(answer.values("content-type"), ["application/json"]);
    assert_eq!(answer.text(), "\"body\"");
}

#[tokio::test]
async fn a_403_still_carries_the_refreshed_token() {
    #[depends(forbid)]
    async fn handler() {}

    let answer = send(&Router::new().route("/", route(handler)), get("/")).await;
    answer.assert_slid(StatusCode::FORBIDDEN);
    answer.problem();
}

#[tokio::test]
async fn what_a_dependency_did_before_it_failed_itself_survives() {
    #[dependency]
    async fn slide_and_fail(response: &mut ResponseEdits) -> Result<(), HttpError> {
        response.set_default(TOKEN, "slid")?;
        Err(HttpError::new(StatusCode::SERVICE_UNAVAILABLE))
    }

    #[depends(slide_and_fail)]
    async fn handler() {}

    let answer = send(&Router::new().route("/", route(handler)), get("/")).await;
    answer.assert_slid(StatusCode::SERVICE_UNAVAILABLE);
}

#[tokio::test]
async fn an_effect_that_came_too_late_is_not_there() {
    #[dependency]
    async fn refuse() -> Result<(), HttpError> {
        Err(HttpError::new(StatusCode::UNAUTHORIZED))
    }

    #[depends(refuse, slide)]
    async fn handler() {}

    let answer = send(&Router::new().route("/", route(handler)), get("/")).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert_eq!(answer.values(TOKEN), [""; 0]);
}

#[tokio::test]
async fn a_rejected_extractor_of_the_head_carries_the_refreshed_token() {
    #[depends(slide)]
    async fn handler(Path(_id): Path<u32>, body: String) -> String {
        body
    }

    let answer = send(&Router::new().route("/{id}", route(handler)), get("/seven")).await;
    answer.assert_slid(StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_rejected_body_carries_the_refreshed_token() {
    #[depends(slide)]
    async fn handler(Json(_number): Json<u32>) {}

    let app = Router::new().route("/", any(handler));
    for (content_type, body, status) in [
        ("application/json", "7 {", StatusCode::BAD_REQUEST),
        (
            "application/json",
            "\"seven\"",
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
        ("text/plain", "7", StatusCode::UNSUPPORTED_MEDIA_TYPE),
    ] {
        send(&app, post("/", content_type, body))
            .await
            .assert_slid(status);
    }
}

#[tokio::test]
async fn head_carries_what_get_carries() {
    let script = Script::new(|edits| edits.set_default(TOKEN, "slid")).answering(|| "five!");
    let answer = script
        .run_for(
            Request::builder()
                .method(Method::HEAD)
                .uri("/")
                .body(Body::empty())
                .unwrap(),
        )
        .await;
    answer.assert_slid(StatusCode::OK);
    assert_eq!(answer.values("content-length"), ["5"]);
    assert_eq!(answer.text(), "");
}

#[tokio::test]
async fn a_stream_carries_the_refreshed_token() {
    let answer = slid(|| {
        let chunks = ["one ", "two ", "three"].map(Ok::<_, std::io::Error>);
        Body::from_stream(stream::iter(chunks)).into_response()
    });
    let answer = answer.await;
    answer.assert_slid(StatusCode::OK);
    assert_eq!(answer.text(), "one two three");
}

#[tokio::test]
async fn a_streams_head_is_sent_with_the_token_before_its_body_ends() {
    let app = Script::new(|edits| edits.set_default(TOKEN, "slid")).answering(|| {
        let chunks = stream::unfold(0_u8, async |count| {
            if count == 1 {
                std::future::pending::<()>().await;
            }
            Some((Ok::<_, std::io::Error>("chunk"), count + 1))
        });
        Body::from_stream(Box::pin(chunks)).into_response()
    });
    let mut wire = Wire::to(app.app()).await;

    wire.write("GET / HTTP/1.1\r\nhost: test\r\n\r\n").await;
    let head = wire.head().await;
    assert!(head.starts_with("http/1.1 200"), "{head}");
    assert!(head.contains("\r\nrefreshtoken: slid\r\n"), "{head}");
    wire.expect("5\r\nchunk\r\n").await;
}

#[tokio::test]
async fn an_upgrade_carries_the_refreshed_token_and_goes_through() {
    #[depends(slide)]
    async fn echo(request: Request) -> Response {
        tokio::spawn(async {
            let upgraded = hyper::upgrade::on(request).await.unwrap();
            let (mut read, mut write) = tokio::io::split(hyper_util::rt::TokioIo::new(upgraded));
            tokio::io::copy(&mut read, &mut write).await
        });
        let switch = [(header::CONNECTION, "upgrade"), (header::UPGRADE, "echo")];
        (StatusCode::SWITCHING_PROTOCOLS, switch).into_response()
    }

    let mut wire = Wire::to(Router::new().route("/", route(echo))).await;
    wire.write("GET / HTTP/1.1\r\nhost: test\r\nconnection: upgrade\r\nupgrade: echo\r\n\r\n")
        .await;
    let head = wire.head().await;
    assert!(head.starts_with("http/1.1 101"), "{head}");
    assert!(head.contains("\r\nrefreshtoken: slid\r\n"), "{head}");
    wire.write("hello").await;
    wire.expect("hello").await;
}

#[tokio::test]
async fn a_handler_edits_the_response_like_a_dependency() {
    #[depends(slide)]
    async fn log_out(response: &mut ResponseEdits) -> Result<StatusCode, InvalidHeader> {
        response.remove(TOKEN)?;
        Ok(StatusCode::NO_CONTENT)
    }

    let answer = send(&Router::new().route("/", route(log_out)), get("/")).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    assert_eq!(answer.values(TOKEN), [""; 0]);
}
