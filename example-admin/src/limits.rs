//! What every request passes before its route: a span for the log, and limits on size and time.

use std::any::Any;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use auth_runtime::HttpError;
use axum::Router;
use axum::body::{Body, HttpBody as _};
use axum::extract::{ConnectInfo, Request};
use axum::http::header::{CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, HOST};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, Version};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse as _, Response};
use http_body_util::BodyExt as _;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::{DeadlineBody, TimeoutError};
use tracing::Instrument as _;

use crate::peer;

/// The maximum size of the request line and the headers together.
const HEAD_BYTES: usize = 32 * 1024;

/// The bytes of a header beyond its name and value: colon, space, line end.
const HEADER_EXTRA: usize = 4;

/// How long a client may take to send its body, by default.
pub(crate) const BODY_WITHIN: Duration = Duration::from_secs(30);

/// Adds all of it to `routes`. A body that does not arrive within this time is given up.
pub(crate) fn apply(routes: Router, body_within: Duration) -> Router {
    let no_store = HeaderValue::from_static("no-store");
    // The last one is the outermost.
    routes
        .layer(from_fn(peer::make_known))
        .layer(from_fn(move |request, next| {
            body_deadline(body_within, request, next)
        }))
        .layer(from_fn(one_host))
        .layer(from_fn(head_size))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(SetResponseHeaderLayer::if_not_present(
            CACHE_CONTROL,
            no_store,
        ))
        .layer(from_fn(in_a_span))
}

/// Gives all log lines of a request its address, method and path, but not its query.
async fn in_a_span(request: Request, next: Next) -> Response {
    let peer = request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map(|info| info.0);
    let span = tracing::info_span!(
        "request",
        peer = peer.map(tracing::field::display),
        method = %request.method(),
        path = request.uri().path(),
        // Filled in once a user has been authenticated.
        user = tracing::field::Empty,
        session = tracing::field::Empty,
    );
    async move {
        let response = next.run(request).await;
        tracing::debug!(status = response.status().as_u16(), "answered");
        response
    }
    .instrument(span)
    .await
}

/// Refuses a head that is too large, with a 431. hyper's own limit counts what it has buffered, which may be
/// more or less than the head.
async fn head_size(request: Request, next: Next) -> Response {
    if head_bytes(request.uri(), request.headers()) > HEAD_BYTES {
        return HttpError::new(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE)
            .detail("the headers are larger than 32 KiB in total")
            .into_response();
    }
    next.run(request).await
}

fn head_bytes(uri: &Uri, headers: &HeaderMap) -> usize {
    let target = uri.path().len() + uri.query().map_or(0, str::len);
    let fields = headers
        .iter()
        .map(|(name, value)| name.as_str().len() + value.len() + HEADER_EXTRA);
    target + fields.sum::<usize>()
}

/// Refuses a request without a `Host`, or with two, with a 400 (RFC 9112 §3.2): a proxy might read it
/// differently than this site does.
async fn one_host(request: Request, next: Next) -> Response {
    let hosts = request.headers().get_all(HOST).iter().count();
    let needs_one = request.version() >= Version::HTTP_11;
    if hosts > 1 || (needs_one && hosts == 0) {
        return HttpError::new(StatusCode::BAD_REQUEST)
            .detail("a request must have exactly one Host header")
            .into_response();
    }
    next.run(request).await
}

/// Gives up a body that takes too long to arrive, with a 408.
async fn body_deadline(within: Duration, request: Request, next: Next) -> Response {
    if request.body().is_end_stream() {
        return next.run(request).await;
    }
    let is_late = Arc::new(AtomicBool::new(false));
    let request = request.map(|body| until_late(body, within, Arc::clone(&is_late)));
    let response = next.run(request).await;
    if !is_late.load(Ordering::Relaxed) {
        return response;
    }
    tracing::info!("the body of the request took too long to arrive");
    in_place_of(&response, HttpError::new(StatusCode::REQUEST_TIMEOUT))
}

/// `body`, which fails when its time is up, and then sets `is_late`.
fn until_late(body: Body, within: Duration, is_late: Arc<AtomicBool>) -> Body {
    Body::new(DeadlineBody::new(within, body).map_err(move |error| {
        is_late.fetch_or(error.is::<TimeoutError>(), Ordering::Relaxed);
        axum::Error::new(error)
    }))
}

/// `problem` with the headers of `response`, such as a new token, except those about its body.
fn in_place_of(response: &Response, problem: HttpError) -> Response {
    let mut problem = problem.into_response();
    for (name, value) in response.headers() {
        if name != CONTENT_TYPE && name != CONTENT_LENGTH {
            problem.headers_mut().append(name, value.clone());
        }
    }
    problem
}

/// A client learns nothing about a panic. The message is in the log.
fn panicked(_message: Box<dyn Any + Send + 'static>) -> Response {
    HttpError::new(StatusCode::INTERNAL_SERVER_ERROR).into_response()
}

#[cfg(test)]
mod tests {
    use axum::body::Bytes;
    use axum::routing::{get, post};
    use tokio::time::Instant;
    use tower::ServiceExt as _;

    use super::*;

    async fn answer_to(path: &str) -> Response {
        let routes = Router::new()
            .route(
                "/panic",
                get(async || -> () { panic!("the password is hunter2") }),
            )
            .route("/cached", get(async || [(CACHE_CONTROL, "max-age=60")]))
            .route("/", get(async || "fine"));
        let request = Request::get(path)
            .header(HOST, "x")
            .body(Body::empty())
            .unwrap();
        apply(routes, BODY_WITHIN).oneshot(request).await.unwrap()
    }

    #[tokio::test]
    async fn a_panic_is_a_500_that_says_nothing() {
        let response = answer_to("/panic").await;
        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(response.headers()[CONTENT_TYPE], "application/problem+json");
        let body = response.into_body().collect().await.unwrap().to_bytes();
        assert!(!String::from_utf8_lossy(&body).contains("hunter2"));
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_is_waited_for_as_long_as_is_said_and_for_no_longer() {
        let silent = futures_util::stream::pending::<std::io::Result<Bytes>>();
        let request = Request::post("/")
            .header(HOST, "x")
            .body(Body::from_stream(silent))
            .unwrap();
        let echo = Router::new().route("/", post(async |body: Bytes| body));
        let start = Instant::now();
        let response = apply(echo, BODY_WITHIN).oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::REQUEST_TIMEOUT);
        let waited = start.elapsed();
        assert!(
            waited.abs_diff(BODY_WITHIN) < Duration::from_millis(10),
            "{waited:?}"
        );
    }

    #[tokio::test]
    async fn nothing_is_stored_unless_it_says_so() {
        assert_eq!(answer_to("/").await.headers()[CACHE_CONTROL], "no-store");
        assert_eq!(
            answer_to("/cached").await.headers()[CACHE_CONTROL],
            "max-age=60"
        );
    }
}
