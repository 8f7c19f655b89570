//! Requests that take too long: `timeout` loses neither edits nor hooks.

use std::convert::Infallible;
use std::future::pending;
use std::time::Duration;

use auth_runtime::prelude::*;
use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::{Router, routing};
use futures_util::stream;
use tower::ServiceExt;

use crate::support::{Trace, check_auth, send, text, values};

/// Short, for those that never end; and long, for those that end at once.
const SHORT: Duration = Duration::from_millis(20);
const LONG: Duration = Duration::from_mins(10);

/// Notes when it is dropped.
struct Noted(Trace);

impl Drop for Noted {
    fn drop(&mut self) {
        self.0.note("dropped");
    }
}

#[dependency]
async fn waits() {
    pending::<()>().await;
}

#[depends]
async fn endless(State(trace): State<Trace>) {
    let _noted = Noted(trace);
    pending::<()>().await;
}

#[depends(waits)]
async fn never() {}

#[depends]
async fn fine() {}

#[public]
async fn open() {
    pending::<()>().await;
}

#[depends]
async fn panics() -> String {
    panic!("on purpose");
}

fn built(app: ApiRouter<Trace>) -> (Router, Trace) {
    let trace = Trace::default();
    let app = app.build().expect("no mistake");
    (app.with_state(trace.clone()), trace)
}

fn guarded() -> ApiRouter<Trace> {
    let mounted = Router::new().fallback(routing::get(async || pending::<()>().await));
    ApiRouter::new("/guarded")
        .depends(check_auth)
        .route("/handler", get(endless))
        .route("/dependency", get(never))
        .route("/fine", get(fine))
        .route("/panics", get(panics))
        .include(
            ApiRouter::new("/router")
                .depends(waits)
                .route("/", get(fine)),
        )
        .mount("/mounted", mounted)
}

#[tokio::test]
async fn a_late_response_is_a_504_that_carries_the_refreshed_token() {
    let app = ApiRouter::new("").include(guarded()).timeout(SHORT);
    let (app, trace) = built(app);
    for place in ["dependency", "router", "router/none", "mounted"] {
        let response = send(&app, &format!("GET /guarded/{place}"), &[]).await;
        let token = values(response.headers(), "refreshtoken");
        assert_eq!(token, ["next"], "{place}");
        let content_type = values(response.headers(), "content-type");
        assert_eq!(content_type, ["application/problem+json"], "{place}");
        assert_eq!(text(response).await.0, 504, "{place}");
        assert_eq!(trace.take(), ["504"], "{place}");
    }
}

#[depends]
async fn receives(_body: Bytes) {}

#[tokio::test]
async fn a_late_body_is_a_504_that_carries_the_refreshed_token() {
    let app = ApiRouter::new("/upload")
        .depends(check_auth)
        .route("/", post(receives))
        .timeout(SHORT);
    let (app, trace) = built(app);
    let silent = Body::from_stream(stream::pending::<Result<Bytes, Infallible>>());
    let request = Request::post("/upload").body(silent).expect("a request");
    let response = app.oneshot(request).await.expect("infallible");
    assert_eq!(values(response.headers(), "refreshtoken"), ["next"]);
    assert_eq!(response.status(), 504);
    assert_eq!(trace.take(), ["504"]);
}

#[tokio::test]
async fn a_late_handler_is_dropped_before_the_hooks_run() {
    let app = ApiRouter::new("").include(guarded()).timeout(SHORT);
    let (app, trace) = built(app);
    let response = send(&app, "GET /guarded/handler", &[]).await;
    assert_eq!(response.status(), 504);
    assert_eq!(trace.take(), ["dropped", "504"]);
}

#[tokio::test]
async fn who_is_in_time_is_answered_as_ever() {
    let app = ApiRouter::new("").include(guarded()).timeout(LONG);
    let (app, trace) = built(app);
    let response = send(&app, "GET /guarded/fine", &[]).await;
    assert_eq!(values(response.headers(), "refreshtoken"), ["next"]);
    assert_eq!(response.status(), 200);
    assert_eq!(trace.take(), ["200"]);
}

#[tokio::test]
async fn a_public_handler_below_the_router_is_late_too() {
    let app = ApiRouter::new("").route("/open", get(open)).timeout(SHORT);
    let (app, _) = built(app);
    assert_eq!(send(&app, "GET /open", &[]).await.status(), 504);
}

#[tokio::test]
async fn an_inner_routers_timeout_replaces_the_outer_ones() {
    let inner = guarded().timeout(SHORT);
    let (app, _) = built(ApiRouter::new("").include(inner).timeout(LONG));
    assert_eq!(send(&app, "GET /guarded/handler", &[]).await.status(), 504);

    let inner = guarded().timeout(LONG);
    let (app, _) = built(ApiRouter::new("").include(inner).timeout(Duration::ZERO));
    assert_eq!(send(&app, "GET /guarded/fine", &[]).await.status(), 200);
}

#[tokio::test]
async fn a_panic_is_caught_in_time() {
    let app = ApiRouter::new("").include(guarded()).timeout(LONG);
    let (app, _) = built(app.catch_panics());
    assert_eq!(send(&app, "GET /guarded/panics", &[]).await.status(), 500);
    let app = ApiRouter::new("").include(guarded()).timeout(SHORT);
    let (app, _) = built(app.catch_panics());
    assert_eq!(send(&app, "GET /guarded/handler", &[]).await.status(), 504);
}

/// Has a hook that never ends.
#[dependency]
async fn commits_late(response: &mut ResponseEdits) {
    response.after(async |_response: Response| pending::<Response>().await);
}

/// The late hook runs first, because it is registered last.
#[depends(check_auth, commits_late)]
async fn created() -> StatusCode {
    StatusCode::CREATED
}

#[tokio::test]
async fn a_late_hook_is_like_one_that_returns_a_504() {
    let app = ApiRouter::new("").route("/", post(created)).timeout(SHORT);
    let (app, trace) = built(app);
    let response = send(&app, "POST /", &[]).await;
    assert_eq!(values(response.headers(), "refreshtoken"), ["next"]);
    assert_eq!(response.status(), 504);
    assert_eq!(trace.take(), ["504"]);
}
