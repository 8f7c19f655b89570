//! A1: rejections of other crates' extractors: redirects and problem documents are kept, errors keep their
//! status and headers.

use std::convert::Infallible;

use auth_runtime::{HttpError, dependency, depends};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get as route;
use axum::{Extension, Router};
use tracing::Level;

use super::support::{Logged, get, send};

/// Text that is in a rejection's body, and must be in no problem document.
const MARKER: &str = "hunter2";

/// Another crate's extractor, which rejects as the test chooses.
struct Custom<const CASE: u8>;

impl<S: Sync, const CASE: u8> FromRequestParts<S> for Custom<CASE> {
    type Rejection = Response;

    async fn from_request_parts(_head: &mut Parts, _state: &S) -> Result<Self, Response> {
        Err(match CASE {
            REDIRECT => Redirect::to("/login").into_response(),
            PROBLEM => (
                StatusCode::FORBIDDEN,
                [(header::CONTENT_TYPE, "application/problem+json")],
                "{\"own\":1}",
            )
                .into_response(),
            PROBLEM_WITH_CHARSET => {
                let content_type = [(
                    header::CONTENT_TYPE,
                    "Application/Problem+JSON; charset=utf-8",
                )];
                (StatusCode::FORBIDDEN, content_type, "{\"own\":1}").into_response()
            }
            CHALLENGE => {
                let headers = [
                    (header::WWW_AUTHENTICATE, "Basic realm=\"x\""),
                    (header::CACHE_CONTROL, "no-store"),
                    (header::RETRY_AFTER, "3"),
                    (header::VARY, "authorization"),
                    (header::CONTENT_TYPE, "text/html"),
                    (header::CONTENT_ENCODING, "gzip"),
                    (header::CONTENT_LANGUAGE, "en"),
                    (header::CONTENT_RANGE, "bytes */5"),
                    (header::ETAG, "\"1\""),
                    (header::LAST_MODIFIED, "Thu, 01 Jan 1970 00:00:00 GMT"),
                    (header::CONTENT_SECURITY_POLICY, "default-src 'none'"),
                ];
                (StatusCode::UNAUTHORIZED, headers, MARKER).into_response()
            }
            _ => (StatusCode::ACCEPTED, "later").into_response(),
        })
    }
}

const REDIRECT: u8 = 0;
const PROBLEM: u8 = 1;
const PROBLEM_WITH_CHARSET: u8 = 2;
const CHALLENGE: u8 = 3;
const NO_ERROR: u8 = 4;

macro_rules! custom {
    ($case:ident) => {{
        #[depends]
        async fn handler(_: Custom<$case>) {}
        send(&Router::new().route("/", route(handler)), get("/")).await
    }};
}

#[tokio::test]
async fn a_redirect_of_somebodys_extractor_is_kept() {
    let answer = custom!(REDIRECT);
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.values("location"), ["/login"]);
    assert_eq!(answer.values("content-type"), [""; 0]);
}

#[tokio::test]
async fn an_early_answer_of_somebodys_extractor_is_kept() {
    let answer = custom!(NO_ERROR);
    assert_eq!(
        (answer.status, answer.text()),
        (StatusCode::ACCEPTED, "later")
    );
}

#[tokio::test]
async fn a_problem_of_somebodys_extractor_is_kept() {
    for answer in [custom!(PROBLEM), custom!(PROBLEM_WITH_CHARSET)] {
        assert_eq!(
            (answer.status, answer.text()),
            (StatusCode::FORBIDDEN, "{\"own\":1}")
        );
    }
}

#[tokio::test]
async fn a_rejections_headers_are_kept_once_but_for_those_of_its_body() {
    let answer = custom!(CHALLENGE);
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    answer.problem();
    assert!(!answer.text().contains(MARKER));
    assert_eq!(answer.values("www-authenticate"), ["Basic realm=\"x\""]);
    assert_eq!(answer.values("cache-control"), ["no-store"]);
    assert_eq!(answer.values("retry-after"), ["3"]);
    assert_eq!(answer.values("vary"), ["authorization"]);
    assert_eq!(
        answer.values("content-security-policy"),
        ["default-src 'none'"]
    );
    for gone in [
        "content-encoding",
        "content-language",
        "content-range",
        "etag",
        "last-modified",
    ] {
        assert_eq!(answer.values(gone), [""; 0], "{gone} was of the body");
    }
}

/// A dependency's error belongs to its author: the runtime does not change it.
#[tokio::test]
async fn a_dependencys_own_error_is_kept_as_it_is() {
    #[dependency]
    async fn teapot()
    -> Result<Infallible, (StatusCode, [(HeaderName, &'static str); 1], &'static str)> {
        Err((
            StatusCode::IM_A_TEAPOT,
            [(header::SERVER, "teapot")],
            "short and stout",
        ))
    }

    #[depends(teapot)]
    async fn handler() {}

    let answer = send(&Router::new().route("/", route(handler)), get("/")).await;
    assert_eq!(
        (answer.status, answer.text()),
        (StatusCode::IM_A_TEAPOT, "short and stout")
    );
    assert_eq!(answer.values("server"), ["teapot"]);
}

/// A bare status explains nothing, and a 401 needs a challenge.
#[tokio::test]
async fn a_dependencys_bare_status_becomes_a_problem() {
    #[dependency]
    async fn refuse() -> Result<(), StatusCode> {
        Err(StatusCode::UNAUTHORIZED)
    }

    #[depends(refuse)]
    async fn handler() {}

    let answer = send(&Router::new().route("/", route(handler)), get("/")).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    answer.problem();
    assert_eq!(answer.values("www-authenticate"), ["Bearer"]);
    assert_eq!(answer.values("cache-control"), ["no-store"]);
}

#[tokio::test]
async fn a_dependencys_bare_status_keeps_its_headers() {
    #[dependency]
    async fn refuse() -> Result<(), (StatusCode, [(HeaderName, &'static str); 1])> {
        Err((StatusCode::PRECONDITION_FAILED, [(header::ETAG, "\"1\"")]))
    }

    #[depends(refuse)]
    async fn handler() {}

    let answer = send(&Router::new().route("/", route(handler)), get("/")).await;
    answer.problem();
    assert_eq!(answer.values("etag"), ["\"1\""]);
}

/// A response that is not an error is not a problem: a dependency may answer instead of the handler.
#[tokio::test]
async fn a_dependencys_early_answer_is_kept() {
    #[dependency]
    async fn not_modified() -> Result<(), StatusCode> {
        Err(StatusCode::NOT_MODIFIED)
    }

    #[depends(not_modified)]
    async fn handler() {}

    let answer = send(&Router::new().route("/", route(handler)), get("/")).await;
    assert_eq!(
        (answer.status, answer.text()),
        (StatusCode::NOT_MODIFIED, "")
    );
    assert_eq!(answer.values("content-type"), [""; 0]);
}

/// `HttpError` is for dependencies, handlers and extractors alike.
#[tokio::test]
async fn an_http_error_of_an_extractor_is_kept() {
    struct Tenant;
    impl<S: Sync> FromRequestParts<S> for Tenant {
        type Rejection = HttpError;

        async fn from_request_parts(_head: &mut Parts, _state: &S) -> Result<Self, HttpError> {
            Err(HttpError::new(StatusCode::GONE)
                .detail("this tenant has moved out")
                .member("since", 2024))
        }
    }

    #[depends]
    async fn handler(_: Tenant) {}

    let answer = send(&Router::new().route("/", route(handler)), get("/")).await;
    let problem = answer.problem();
    assert_eq!(problem["detail"], "this tenant has moved out");
    assert_eq!(problem["since"], 2024);
}

#[tokio::test]
async fn an_extractor_that_lacks_what_the_application_gives_is_an_error_that_names_it() {
    #[depends]
    async fn handler(Extension(_limit): Extension<u32>, _custom: Custom<REDIRECT>) {}

    let errors = Logged::at(Level::ERROR);
    let _subscribed = tracing::subscriber::set_default(errors.clone());
    let app = Router::new().route("/", route(handler));
    assert_eq!(
        send(&app, get("/")).await.status,
        StatusCode::INTERNAL_SERVER_ERROR
    );
    let errors = errors.take();
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert!(errors[0].contains("Extension<u32>"), "{errors:?}");
}
