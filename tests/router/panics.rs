//! Panics as responses: `catch_panics` loses neither edits nor hooks.

use std::future::{Ready, pending, ready};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use auth_runtime::prelude::*;
use axum::body::Body;
use axum::extract::Request;
use axum::{Router, routing};
use tower::ServiceExt;

use crate::support::{Trace, check_auth, send, text, values};

#[dependency]
async fn panics() {
    panic!("the password is hunter2");
}

#[depends]
async fn after_a_wait() -> String {
    tokio::task::yield_now().await;
    panic!("the password is hunter2");
}

#[depends(panics)]
async fn never() {}

#[depends]
async fn fine() {}

#[public]
async fn open() -> String {
    panic!("the password is hunter2");
}

fn app() -> (Router, Trace) {
    let trace = Trace::default();
    let mounted = Router::new().fallback(routing::get(async || -> () { panic!("mounted") }));
    let guarded = ApiRouter::new("/guarded")
        .depends(check_auth)
        .route("/handler", get(after_a_wait))
        .route("/dependency", get(never))
        .route("/fine", get(fine))
        .include(
            ApiRouter::new("/router")
                .depends(panics)
                .route("/", get(fine)),
        )
        .mount("/mounted", mounted);
    let app = ApiRouter::new("")
        .include(guarded)
        .route("/open", get(open))
        .catch_panics();
    (
        app.build().expect("no mistake").with_state(trace.clone()),
        trace,
    )
}

#[tokio::test]
async fn a_panic_is_a_500_that_carries_the_refreshed_token_and_says_nothing() {
    let (app, trace) = app();
    for place in ["handler", "dependency", "router", "router/none", "mounted"] {
        let response = send(&app, &format!("GET /guarded/{place}"), &[]).await;
        assert_eq!(
            values(response.headers(), "refreshtoken"),
            ["next"],
            "{place}"
        );
        let content_type = values(response.headers(), "content-type");
        assert_eq!(content_type, ["application/problem+json"], "{place}");
        let (status, body) = text(response).await;
        assert_eq!(status, 500, "{place}");
        assert!(!body.contains("hunter2"), "{body}");
        assert_eq!(trace.take(), ["500"], "{place}");
    }
}

#[tokio::test]
async fn who_does_not_panic_is_answered_as_ever() {
    let (app, trace) = app();
    let response = send(&app, "GET /guarded/fine", &[]).await;
    assert_eq!(values(response.headers(), "refreshtoken"), ["next"]);
    assert_eq!(response.status(), 200);
    assert_eq!(trace.take(), ["200"]);
}

#[tokio::test]
async fn a_public_handler_below_the_router_is_caught_too() {
    let (app, trace) = app();
    let response = send(&app, "GET /open", &[]).await;
    assert_eq!(response.status(), 500);
    assert!(values(response.headers(), "refreshtoken").is_empty());
    assert_eq!(trace.take(), [""; 0]);
}

#[dependency]
async fn panics_for(headers: &HeaderMap) {
    assert!(!headers.contains_key("x-panic"), "on purpose");
}

/// What no handler answers below the router is refused behind its outer routers' dependencies.
#[tokio::test]
async fn a_panic_on_the_way_to_a_404_or_a_405_is_a_500_too() {
    let inner = ApiRouter::new("/inner")
        .catch_panics()
        .route("/", get(fine));
    let app: Router<Trace> = ApiRouter::new("")
        .depends(panics_for)
        .include(inner)
        .build()
        .expect("no mistake");
    let app = app.with_state(Trace::default());
    for line in ["GET /inner", "POST /inner", "GET /inner/none"] {
        let response = send(&app, line, &[("x-panic", "")]).await;
        assert_eq!(response.status(), 500, "{line}");
    }
}

/// Panics when it is dropped.
struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        panic!("the password is hunter2");
    }
}

#[dependency]
async fn bomb() -> Arc<Bomb> {
    Arc::new(Bomb)
}

#[depends]
async fn carries_it(#[depends(bomb)] _bomb: Arc<Bomb>) {}

#[depends]
async fn endless(#[depends(bomb)] _bomb: Arc<Bomb>) {
    pending::<()>().await;
}

/// What a guard returns is dropped after the handler, and what is late is dropped when its time is up.
#[tokio::test]
async fn a_panic_of_a_value_that_is_dropped_is_a_500_too() {
    let trace = Trace::default();
    let api = ApiRouter::new("")
        .depends(check_auth)
        .route("/handler", get(carries_it))
        .route("/late", get(endless))
        .include(ApiRouter::new("/held").depends(bomb).route("/", get(fine)))
        .include(
            ApiRouter::new("/kept")
                .depends(bomb)
                .route("/", get(carries_it)),
        )
        .timeout(Duration::from_millis(20))
        .catch_panics();
    let app = api.build().expect("no mistake").with_state(trace.clone());
    for place in ["handler", "late", "held", "kept"] {
        let response = send(&app, &format!("GET /{place}"), &[]).await;
        let token = values(response.headers(), "refreshtoken");
        assert_eq!(token, ["next"], "{place}");
        assert_eq!(text(response).await.0, 500, "{place}");
        assert_eq!(trace.take(), ["500"], "{place}");
    }
}

#[dependency]
async fn hook_that_panics_when_called(response: &mut ResponseEdits) {
    response.after(|_: Response| -> Ready<Response> { panic!("the password is hunter2") });
}

#[dependency]
async fn hook_that_panics_after_a_wait(response: &mut ResponseEdits) {
    response.after(async |_: Response| -> Response {
        tokio::task::yield_now().await;
        panic!("the password is hunter2");
    });
}

/// A future of a response that panics when it is dropped.
struct Unlucky(Ready<Response>);

impl Future for Unlucky {
    type Output = Response;

    fn poll(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Response> {
        Pin::new(&mut self.0).poll(task)
    }
}

impl Drop for Unlucky {
    fn drop(&mut self) {
        panic!("the password is hunter2");
    }
}

#[dependency]
async fn hook_that_panics_when_dropped(response: &mut ResponseEdits) {
    response.after(|response| Unlucky(ready(response)));
}

#[depends(hook_that_panics_when_called)]
async fn when_called() -> impl IntoResponse {
    ([("x-own", "1")], "fine")
}

#[depends(hook_that_panics_after_a_wait)]
async fn after_the_hooks_wait() -> impl IntoResponse {
    ([("x-own", "1")], "fine")
}

#[depends(hook_that_panics_when_dropped)]
async fn when_dropped() -> impl IntoResponse {
    ([("x-own", "1")], "fine")
}

#[depends(
    hook_that_panics_when_called,
    hook_that_panics_after_a_wait,
    hook_that_panics_when_dropped
)]
async fn several_times() -> impl IntoResponse {
    ([("x-own", "1")], "fine")
}

/// Handlers whose hooks panic, behind `check_auth`, whose hook is registered first and thus runs last.
fn with_hooks() -> ApiRouter<Trace> {
    ApiRouter::new("")
        .depends(check_auth)
        .route("/called", get(when_called))
        .route("/polled", get(after_the_hooks_wait))
        .route("/dropped", get(when_dropped))
        .route("/several", get(several_times))
}

#[tokio::test]
async fn a_panic_of_a_hook_is_a_500_that_carries_the_refreshed_token_and_goes_to_the_other_hooks() {
    let trace = Trace::default();
    let api = with_hooks().catch_panics().build().expect("no mistake");
    let app = api.with_state(trace.clone());
    for place in ["called", "polled", "dropped", "several"] {
        let response = send(&app, &format!("GET /{place}"), &[]).await;
        let all = |name| values(response.headers(), name);
        assert_eq!(all("refreshtoken"), ["next"], "{place}");
        assert_eq!(all("x-own"), [""; 0], "{place}");
        assert_eq!(all("content-type"), ["application/problem+json"], "{place}");
        let (status, body) = text(response).await;
        assert_eq!(status, 500, "{place}");
        assert!(!body.contains("hunter2"), "{body}");
        assert_eq!(trace.take(), ["500"], "{place}");
    }
}

#[tokio::test]
async fn a_panic_of_a_hook_that_no_router_catches_ends_the_request() {
    let trace = Trace::default();
    let api = with_hooks().build().expect("no mistake");
    let app = api.with_state(trace.clone());
    for place in ["/called", "/polled", "/dropped"] {
        let request = Request::builder().uri(place).body(Body::empty());
        let served = tokio::spawn(app.clone().oneshot(request.expect("a request")));
        assert!(served.await.is_err_and(|error| error.is_panic()), "{place}");
        assert_eq!(trace.take(), [""; 0], "{place}");
    }
}
