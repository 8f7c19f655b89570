//! Panics as responses: `catch_panics` loses neither edits nor hooks.

use auth_runtime::prelude::*;
use axum::{Router, routing};

use crate::support::{Trace, send, text, values};

/// Slides the token, and has a hook that runs when the handler is done.
#[dependency(sets("refreshtoken"))]
async fn check_auth(
    response: &mut ResponseEdits,
    State(trace): State<Trace>,
) -> Result<(), HttpError> {
    response.set_default("refreshtoken", "next")?;
    response.after(async move |response: Response| {
        trace.note(match response.status() {
            StatusCode::INTERNAL_SERVER_ERROR => "rolled back",
            _ => "committed",
        });
        Ok::<_, HttpError>(response)
    });
    Ok(())
}

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
        assert_eq!(trace.take(), ["rolled back"], "{place}");
    }
}

#[tokio::test]
async fn who_does_not_panic_is_answered_as_ever() {
    let (app, trace) = app();
    let response = send(&app, "GET /guarded/fine", &[]).await;
    assert_eq!(values(response.headers(), "refreshtoken"), ["next"]);
    assert_eq!(response.status(), 200);
    assert_eq!(trace.take(), ["committed"]);
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
