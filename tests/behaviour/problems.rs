//! A1: errors are problem documents (RFC 9457). A2: a 401 carries a challenge. A3: it is not stored, either.

use auth_runtime::{HttpError, dependency, depends};
use axum::Router;
use axum::http::{HeaderValue, StatusCode, header};
use axum::routing::get as route;
use serde_json::json;

use super::support::{Answer, Script, Wire, get, send};

/// The response of a handler that returns this error.
async fn answer(error: impl Fn() -> HttpError + Send + Sync + 'static) -> Answer {
    Script::new(|_| Ok(())).answering(error).run().await
}

#[tokio::test]
async fn every_error_status_has_a_whole_document() {
    for status in 400..600 {
        let status = StatusCode::from_u16(status).unwrap();
        let problem = answer(move || HttpError::new(status)).await.problem();
        assert_eq!(problem["type"], "about:blank");
        if let Some(reason) = status.canonical_reason() {
            assert_eq!(problem["title"], reason);
        }
    }
}

#[tokio::test]
async fn a_dependency_and_a_handler_answer_the_same_error_alike() {
    fn error() -> HttpError {
        HttpError::new(StatusCode::CONFLICT)
            .detail("taken")
            .header(header::RETRY_AFTER, HeaderValue::from_static("3"))
    }

    #[dependency]
    async fn refuse() -> Result<(), HttpError> {
        Err(error())
    }

    #[depends(refuse)]
    async fn refused() {}

    let of_dependency = send(&Router::new().route("/", route(refused)), get("/")).await;
    let of_handler = answer(error).await;
    assert_eq!(of_dependency.body, of_handler.body);
    assert_eq!(of_dependency.headers, of_handler.headers);
    assert_eq!(of_handler.values("retry-after"), ["3"]);
}

#[tokio::test]
async fn a_kind_of_its_own_and_members_are_in_the_document() {
    let answer = answer(|| {
        HttpError::new(StatusCode::FORBIDDEN)
            .kind(
                "https://example.org/out-of-credit",
                "You do not have enough credit",
            )
            .detail("\"quoted\", and a line\nbreak")
            .member("balance", 30)
            .member("accounts", ["/account/1", "/account/2"])
            .member("status", 200)
            .member("detail", "not this one")
            .member("type", "nor this")
    });
    assert_eq!(
        answer.await.problem(),
        json!({
            "type": "https://example.org/out-of-credit",
            "title": "You do not have enough credit",
            "status": 403,
            "detail": "\"quoted\", and a line\nbreak",
            "balance": 30,
            "accounts": ["/account/1", "/account/2"],
        })
    );
}

#[tokio::test]
async fn a_status_alone_is_an_error_with_a_sentence() {
    let answer = answer(|| StatusCode::NOT_FOUND.into()).await;
    assert_eq!(answer.problem()["detail"], "there is nothing here");
}

#[tokio::test]
async fn a_401_carries_a_challenge_and_is_not_stored() {
    let answer = answer(|| HttpError::new(StatusCode::UNAUTHORIZED)).await;
    assert_eq!(answer.values("www-authenticate"), ["Bearer"]);
    assert_eq!(answer.values("cache-control"), ["no-store"]);
}

#[tokio::test]
async fn a_401s_own_challenges_are_the_only_ones() {
    let answer = answer(|| {
        let basic = HeaderValue::from_static("Basic realm=\"admin\"");
        let token = HeaderValue::from_static("Bearer error=\"invalid_token\"");
        HttpError::new(StatusCode::UNAUTHORIZED)
            .header(header::WWW_AUTHENTICATE, basic)
            .header(header::WWW_AUTHENTICATE, token)
    });
    assert_eq!(
        answer.await.values("www-authenticate"),
        ["Basic realm=\"admin\"", "Bearer error=\"invalid_token\""]
    );
}

#[tokio::test]
async fn other_errors_carry_no_challenge_and_say_nothing_to_caches() {
    for status in [
        StatusCode::FORBIDDEN,
        StatusCode::NOT_FOUND,
        StatusCode::INTERNAL_SERVER_ERROR,
    ] {
        let answer = answer(move || HttpError::new(status)).await;
        assert_eq!(answer.values("www-authenticate"), [""; 0]);
        assert_eq!(answer.values("cache-control"), [""; 0]);
    }
}

#[tokio::test]
async fn a_401_says_one_thing_to_caches() {
    let answer = answer(|| {
        HttpError::new(StatusCode::UNAUTHORIZED).header(
            header::CACHE_CONTROL,
            HeaderValue::from_static("no-store, private"),
        )
    });
    assert_eq!(answer.await.values("cache-control"), ["no-store, private"]);
}

/// A second `content-type` or a wrong `content-length` would break the message.
#[tokio::test]
async fn headers_of_the_document_are_not_for_the_author() {
    let answer = answer(|| {
        HttpError::new(StatusCode::CONFLICT)
            .header(header::CONTENT_TYPE, HeaderValue::from_static("text/html"))
            .header(header::CONTENT_LENGTH, HeaderValue::from_static("5"))
            .header(
                header::TRANSFER_ENCODING,
                HeaderValue::from_static("chunked"),
            )
            .header(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"))
    });
    let answer = answer.await;
    answer.problem();
    assert_eq!(
        answer.values("content-length"),
        [answer.body.len().to_string()]
    );
    assert!(
        !answer.headers.contains_key("transfer-encoding")
            && !answer.headers.contains_key("content-encoding")
    );
}

/// RFC 9110 §15.3.5, §15.3.6, §15.4.5: these statuses allow no content, and so no document.
#[tokio::test]
async fn a_status_that_allows_no_content_has_no_document() {
    for status in [
        StatusCode::NO_CONTENT,
        StatusCode::RESET_CONTENT,
        StatusCode::NOT_MODIFIED,
    ] {
        let answer = answer(move || HttpError::new(status)).await;
        assert_eq!(answer.status, status);
        assert_eq!(answer.text(), "");
        assert_eq!(answer.values("content-type"), [""; 0]);
    }
}

#[tokio::test]
async fn what_follows_a_304_on_the_connection_is_the_next_answer() {
    let script = Script::new(|edits| {
        edits.set_status(StatusCode::NOT_MODIFIED);
        Ok(())
    });
    let mut wire = Wire::to(script.answering(|| "not to be sent").app()).await;
    for _ in 0..2 {
        wire.write("GET / HTTP/1.1\r\nhost: test\r\n\r\n").await;
        let head = wire.head().await;
        assert!(head.starts_with("http/1.1 304 not modified\r\n"), "{head}");
    }
}

#[test]
fn an_error_is_printed_without_its_headers() {
    let secret = HeaderValue::from_static("hunter2");
    let error = HttpError::new(StatusCode::CONFLICT)
        .detail("taken")
        .header(header::SET_COOKIE, secret);
    assert_eq!(error.to_string(), "409 Conflict: taken");
    assert!(!format!("{error:?}").contains("hunter2"));
}
