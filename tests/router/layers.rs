//! Layers of `tower` on a router: their order, and what they wrap.

use auth_runtime::prelude::*;
use axum::extract::Request;
use axum::http::HeaderValue;
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::{Extension, Router};

use crate::support::{Trace, ask, send, status, values};

#[dependency]
async fn check(
    headers: &HeaderMap,
    response: &mut ResponseEdits,
    State(trace): State<Trace>,
) -> Result<(), HttpError> {
    trace.note("guard");
    response.append("x-guard", "passed")?;
    match headers.get("x-stranger") {
        Some(_) => Err(HttpError::new(StatusCode::UNAUTHORIZED)),
        None => Ok(()),
    }
}

#[depends]
async fn show(State(trace): State<Trace>) {
    trace.note("handler");
}

#[public]
async fn open() {}

/// A layer that notes that it ran, and adds to a header of the response.
macro_rules! noting {
    ($trace:expr, $name:literal) => {
        from_fn_with_state(
            $trace.clone(),
            async |State(trace): State<Trace>, request: Request, next: Next| {
                trace.note($name);
                let mut response = next.run(request).await;
                let value = HeaderValue::from_static($name);
                response.headers_mut().append("x-layer", value);
                response
            },
        )
    };
}

fn app(trace: &Trace) -> Router {
    let inner = ApiRouter::new("/inner")
        .layer(noting!(trace, "first"))
        .layer(noting!(trace, "second"))
        .route("/", get(show))
        .route("/open", get(open))
        .mount("/mount", Router::new().fallback(async || "mounted"));
    let outer = ApiRouter::new("/outer")
        .layer(noting!(trace, "outer"))
        .include(inner)
        .route("/", get(show))
        .depends(check);
    let built: Router<Trace> = outer.build().expect("a router without mistakes");
    built.with_state(trace.clone())
}

#[tokio::test]
async fn the_last_layer_is_the_outermost_and_an_outer_routers_are_further_out() {
    let trace = Trace::default();
    let response = send(&app(&trace), "GET /outer/inner", &[]).await;
    assert_eq!(
        trace.take(),
        ["outer", "second", "first", "guard", "handler"]
    );
    assert_eq!(
        values(response.headers(), "x-layer"),
        ["first", "second", "outer"]
    );
}

#[tokio::test]
async fn layers_stand_outside_of_all_dependencies_and_do_not_lose_edits() {
    let trace = Trace::default();
    let app = app(&trace);
    for (line, stranger, expected) in [
        ("GET /outer/inner", false, 200),
        ("GET /outer/inner", true, 401),
        ("POST /outer/inner", false, 405),
        ("POST /outer/inner", true, 401),
        ("GET /outer/inner/none", false, 404),
        ("GET /outer/inner/none", true, 401),
        ("GET /outer/inner/mount", false, 200),
        ("GET /outer/inner/mount/x", true, 401),
    ] {
        let headers = [("x-stranger", "")];
        let response = send(&app, line, if stranger { &headers } else { &[] }).await;
        assert_eq!(response.status(), expected, "{line}");
        assert_eq!(values(response.headers(), "x-guard"), ["passed"], "{line}");
        let layers = ["first", "second", "outer"];
        assert_eq!(values(response.headers(), "x-layer"), layers, "{line}");
        assert_eq!(trace.take()[..3], ["outer", "second", "first"], "{line}");
    }
}

#[tokio::test]
async fn an_inner_routers_layers_do_not_reach_the_outer_ones_routes() {
    let trace = Trace::default();
    let app = app(&trace);
    for (line, expected) in [
        ("GET /outer", 200),
        ("GET /outer/none", 404),
        ("PUT /outer", 405),
    ] {
        let response = send(&app, line, &[]).await;
        assert_eq!(response.status(), expected, "{line}");
        assert_eq!(values(response.headers(), "x-layer"), ["outer"], "{line}");
    }
}

#[tokio::test]
async fn layers_reach_public_handlers() {
    let trace = Trace::default();
    let response = send(&app(&trace), "GET /outer/inner/open", &[]).await;
    assert_eq!(
        values(response.headers(), "x-layer"),
        ["first", "second", "outer"]
    );
    assert_eq!(trace.take(), ["outer", "second", "first"]);
}

#[tokio::test]
async fn a_layer_may_answer_before_any_dependency_runs() {
    let teapot = from_fn(async |_: Request, _: Next| StatusCode::IM_A_TEAPOT);
    let router = ApiRouter::new("")
        .depends(check)
        .layer(teapot)
        .route("/", get(show));
    let trace = Trace::default();
    let app = router
        .build()
        .expect("a router without mistakes")
        .with_state(trace.clone());
    assert_eq!(status(&app, "GET /", &[]).await, 418);
    assert_eq!(status(&app, "GET /none", &[]).await, 418);
    assert_eq!(trace.take(), [""; 0]);
}

#[tokio::test]
async fn a_dependency_sees_what_a_layer_put_beside_the_request() {
    #[dependency]
    async fn tenant(Extension(tenant): Extension<&'static str>) -> &'static str {
        tenant
    }

    #[depends]
    async fn name(#[depends(tenant)] tenant: &'static str) -> &'static str {
        tenant
    }

    let router = ApiRouter::<()>::new("")
        .layer(Extension("acme"))
        .route("/", get(name));
    let app = router.build().expect("a router without mistakes");
    assert_eq!(ask(&app, "GET /", &[]).await, (200, "acme".to_owned()));
}

/// Siblings with the same prefix: what neither answers passes the layers of both, once.
#[tokio::test]
async fn what_two_routers_of_one_prefix_leave_open_goes_through_the_layers_of_both() {
    let trace = Trace::default();
    let sibling = |path: &'static str| ApiRouter::new("/x").depends(check).route(path, get(show));
    let router = ApiRouter::new("")
        .include(sibling("/a").layer(noting!(trace, "first")))
        .include(sibling("/b").layer(noting!(trace, "second")))
        .layer(noting!(trace, "outer"));
    let app = router
        .build()
        .expect("a router without mistakes")
        .with_state(trace.clone());
    let response = send(&app, "GET /x/none", &[]).await;
    let mut layers = values(response.headers(), "x-layer");
    assert_eq!(layers.pop(), Some("outer"));
    layers.sort_unstable();
    assert_eq!(layers, ["first", "second"]);
    assert_eq!(values(response.headers(), "x-guard"), ["passed"]);
}

/// CORS as `tower-http` does it: the layer answers preflights, and everything else is guarded.
#[tokio::test]
async fn a_layer_that_answers_options_does_so_for_strangers() {
    let preflight = from_fn(async |request: Request, next: Next| {
        if request.method() == Method::OPTIONS {
            return StatusCode::NO_CONTENT.into_response();
        }
        next.run(request).await
    });
    let router = ApiRouter::new("")
        .depends(check)
        .route("/", get(show))
        .layer(preflight);
    let app = router
        .build()
        .expect("a router without mistakes")
        .with_state(Trace::default());
    let stranger = [("x-stranger", "")];
    assert_eq!(status(&app, "OPTIONS /", &stranger).await, 204);
    assert_eq!(status(&app, "OPTIONS /none", &stranger).await, 204);
    assert_eq!(status(&app, "GET /", &stranger).await, 401);
}
