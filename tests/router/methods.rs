//! Which handler answers a method: `HEAD` as `GET`, any method, extension methods.

use auth_runtime::prelude::*;
use auth_runtime::routing::{connect, head, on, options, trace};
use axum::http::Method;
use axum::{Extension, Router};

use crate::support::{ask, send, status, values};

#[dependency]
async fn check(headers: &HeaderMap, response: &mut ResponseEdits) -> Result<(), HttpError> {
    response.insert("x-checked", "yes")?;
    match headers.get("x-stranger") {
        Some(_) => Err(HttpError::new(StatusCode::UNAUTHORIZED)),
        None => Ok(()),
    }
}

#[depends]
async fn name(method: &Method) -> ([(&'static str, &'static str); 1], String) {
    ([("x-handler", "name")], method.to_string())
}

#[depends]
async fn other(method: &Method) -> String {
    format!("other {method}")
}

fn app(router: ApiRouter<()>) -> Router {
    router
        .depends(check)
        .build()
        .expect("a router without mistakes")
}

/// FastAPI's rows A11, M13 and M14: there, a `GET` route answers `HEAD` with a 405.
#[tokio::test]
async fn head_is_answered_as_get_without_the_body() {
    let app = app(ApiRouter::new("").route("/", get(name)));
    let got = send(&app, "GET /", &[]).await;
    let headed = send(&app, "HEAD /", &[]).await;
    assert_eq!(headed.status(), 200);
    assert_eq!(values(headed.headers(), "content-length"), ["4"]);
    assert_eq!(values(headed.headers(), "x-handler"), ["name"]);
    assert_eq!(values(headed.headers(), "x-checked"), ["yes"]);
    assert_eq!(
        got.headers()["content-type"],
        headed.headers()["content-type"]
    );
    assert_eq!(crate::support::text(headed).await, (200, String::new()));
    assert_eq!(status(&app, "HEAD /", &[("x-stranger", "")]).await, 401);
    assert_eq!(status(&app, "HEAD /none", &[]).await, 404);
}

#[tokio::test]
async fn a_handler_for_head_is_preferred_to_that_for_get() {
    let app = app(ApiRouter::new("").route("/", get(other).head(name)));
    let response = send(&app, "HEAD /", &[]).await;
    assert_eq!(values(response.headers(), "x-handler"), ["name"]);
    assert_eq!(ask(&app, "GET /", &[]).await.1, "other GET");
}

/// axum would find the handler for `GET` first, for it knows nothing of one behind layers.
#[tokio::test]
async fn a_handler_for_head_behind_a_layer_is_preferred_to_that_for_get() {
    let behind_a_layer = ApiRouter::new("")
        .layer(Extension("a layer"))
        .route("/", head(name));
    let app = app(ApiRouter::new("")
        .include(behind_a_layer)
        .route("/", get(other)));
    let response = send(&app, "HEAD /", &[]).await;
    assert_eq!(values(response.headers(), "x-handler"), ["name"]);
    assert_eq!(ask(&app, "GET /", &[]).await.1, "other GET");
}

#[tokio::test]
async fn a_handler_for_any_method_takes_those_that_have_none_of_their_own() {
    for router in [get(name).any(other), any(other).get(name)] {
        let app = app(ApiRouter::new("").route("/", router));
        assert_eq!(ask(&app, "GET /", &[]).await, (200, "GET".to_owned()));
        for method in ["POST", "OPTIONS", "TRACE", "BREW"] {
            let expected = (200, format!("other {method}"));
            assert_eq!(ask(&app, &format!("{method} /"), &[]).await, expected);
        }
        let headed = send(&app, "HEAD /", &[]).await;
        assert_eq!(values(headed.headers(), "x-handler"), ["name"]);
        assert_eq!(status(&app, "BREW /", &[("x-stranger", "")]).await, 401);
    }
}

#[tokio::test]
async fn a_method_of_ones_own_is_routed_guarded_and_allowed() {
    let brew = Method::from_bytes(b"BREW").expect("a method");
    let app = app(ApiRouter::new("").route("/", on(brew.clone(), name).put(name)));
    assert_eq!(ask(&app, "BREW /", &[]).await, (200, "BREW".to_owned()));
    assert_eq!(status(&app, "BREW /", &[("x-stranger", "")]).await, 401);
    let refused = send(&app, "GET /", &[]).await;
    assert_eq!(refused.status(), 405);
    assert_eq!(values(refused.headers(), "allow"), ["BREW,PUT"]);
}

#[tokio::test]
async fn every_method_has_its_function() {
    let methods = get(name).post(name).put(name).patch(name).delete(name);
    let router = methods.options(name).trace(name).head(name);
    let app = app(ApiRouter::new("").route("/", router));
    for method in ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"] {
        let expected = (200, method.to_owned());
        assert_eq!(ask(&app, &format!("{method} /"), &[]).await, expected);
    }
    for (router, method) in [
        (options(name), "OPTIONS"),
        (trace(name), "TRACE"),
        (head(name), "HEAD"),
        (put(name), "PUT"),
        (patch(name), "PATCH"),
        (delete(name), "DELETE"),
    ] {
        let app = self::app(ApiRouter::new("").route("/", router));
        assert_eq!(
            status(&app, &format!("{method} /"), &[]).await,
            200,
            "{method}"
        );
        let allow = send(&app, "BREW /", &[]).await;
        assert_eq!(values(allow.headers(), "allow"), [method]);
    }
    // The target of a `CONNECT` is an authority, without a path to route by.
    let _ = connect::<_, _, _, (), _>(name);
}

/// FastAPI's rows M13 and M14.
#[tokio::test]
async fn options_without_a_handler_is_authenticated_like_any_other_method() {
    let app = app(ApiRouter::new("").route("/", get(name)));
    assert_eq!(status(&app, "OPTIONS /", &[("x-stranger", "")]).await, 401);
    let refused = send(&app, "OPTIONS /", &[]).await;
    assert_eq!(refused.status(), 405);
    assert_eq!(values(refused.headers(), "allow"), ["GET,HEAD"]);
}

#[tokio::test]
async fn a_method_router_of_ours_stands_in_a_plain_axum_router() {
    let app = Router::<()>::new().route("/", get(name).post(other).into());
    assert_eq!(ask(&app, "GET /", &[]).await, (200, "GET".to_owned()));
    assert_eq!(
        ask(&app, "POST /", &[]).await,
        (200, "other POST".to_owned())
    );
    assert_eq!(ask(&app, "HEAD /", &[]).await, (200, String::new()));
    let refused = send(&app, "PUT /", &[]).await;
    assert_eq!(refused.status(), 405);
    assert_eq!(values(refused.headers(), "allow"), ["GET,HEAD,POST"]);
}
