//! What is guarded: everything under a prefix, in any order of calls (R7, R8, D5, B1).

use auth_runtime::prelude::*;
use auth_runtime::routing::MethodRouter;
use axum::Router;
use axum::extract::Path;

use crate::support::{send, text};

const TOKEN: (&str, &str) = ("authorization", "Bearer good");

/// Lets `Bearer good` pass, and slides the token.
#[dependency(security = "session", sets("refreshtoken"), errors(401))]
async fn check_auth(
    headers: &HeaderMap,
    response: &mut ResponseEdits,
) -> Result<&'static str, HttpError> {
    if bearer_token(headers)? != "good" {
        return Err(HttpError::new(StatusCode::UNAUTHORIZED));
    }
    response.set_default("refreshtoken", "better")?;
    Ok("ann")
}

#[depends]
async fn me(#[depends(check_auth)] user: &'static str) -> String {
    user.to_owned()
}

#[depends]
async fn show(Path(id): Path<u32>) -> String {
    format!("user {id}")
}

#[public]
async fn login() -> &'static str {
    "token"
}

fn methods() -> MethodRouter<()> {
    get(me)
}

fn app() -> Router {
    ApiRouter::new("")
        .route("/login", post(login))
        .include(
            ApiRouter::new("/users")
                .tag("users")
                .route("/", methods())
                .route("/{id}", get(show).delete(show)),
        )
        .mount(
            "/files",
            Router::new().route("/a.txt", axum::routing::get(async || "file")),
        )
        .depends(check_auth)
        .build()
        .expect("a router without mistakes")
}

#[tokio::test]
async fn a_stranger_sees_401_whatever_he_asks_for() {
    let app = app();
    for line in [
        "GET /users",
        "GET /users/",
        "GET /users/7",
        "GET /users/none",
        "GET /users//7",
        "GET /users/%37",
        "POST /users",
        "OPTIONS /users",
        "BREW /users",
        "HEAD /users",
        "GET /users/7/unknown",
        "GET /unknown",
        "GET /",
        "GET //users",
        "GET /%75sers",
        "GET /login",
        "GET /files/a.txt",
        "GET /files/unknown",
        "GET /files",
        "GET /files/",
    ] {
        let response = send(&app, line, &[]).await;
        assert_eq!(response.status(), 401, "{line}");
        assert!(!response.headers().contains_key("refreshtoken"), "{line}");
        assert!(!response.headers().contains_key("allow"), "{line}");
        assert_eq!(response.headers()["www-authenticate"], "Bearer", "{line}");
        assert_eq!(
            response.headers()["content-type"],
            "application/problem+json",
            "{line}"
        );
    }
}

#[depends(check_auth)]
async fn nothing() -> StatusCode {
    StatusCode::NOT_FOUND
}

#[tokio::test]
async fn a_guarded_fallback_refuses_strangers_that_name_no_path() {
    for line in ["OPTIONS *", "CONNECT host:443"] {
        assert_eq!(send(&app(), line, &[]).await.status(), 404, "{line}");
        let app = app().fallback(nothing);
        assert_eq!(send(&app, line, &[]).await.status(), 401, "{line}");
        assert_eq!(send(&app, line, &[TOKEN]).await.status(), 404, "{line}");
    }
}

#[tokio::test]
async fn who_has_passed_gets_404_and_405_with_the_refreshed_token() {
    let app = app();
    for (line, status, allow) in [
        ("GET /users", 200, None),
        ("HEAD /users", 200, None),
        ("GET /users/7", 200, None),
        ("GET /users/none", 400, None),
        ("GET /users/", 404, None),
        ("GET /users//7", 404, None),
        ("GET /users/%37", 200, None),
        ("GET /users/7/unknown/", 404, None),
        ("GET //users", 404, None),
        ("POST /users", 405, Some("GET,HEAD")),
        ("OPTIONS /users", 405, Some("GET,HEAD")),
        ("BREW /users/7", 405, Some("DELETE,GET,HEAD")),
        ("GET /login", 405, Some("POST")),
        ("GET /unknown", 404, None),
        ("GET /files/a.txt", 200, None),
        ("GET /files/unknown", 404, None),
    ] {
        let response = send(&app, line, &[TOKEN]).await;
        assert_eq!(response.status(), status, "{line}");
        assert_eq!(response.headers()["refreshtoken"], "better", "{line}");
        let allowed = response
            .headers()
            .get("allow")
            .map(|value| value.to_str().expect("text"));
        assert_eq!(allowed, allow, "{line}");
    }
}

#[tokio::test]
async fn head_answers_like_get_without_a_body() {
    let (status, body) = text(send(&app(), "HEAD /users", &[TOKEN]).await).await;
    assert_eq!((status, body.as_str()), (200, ""));
}

#[tokio::test]
async fn a_public_handler_skips_what_it_inherits() {
    let (status, body) = text(send(&app(), "POST /login", &[]).await).await;
    assert_eq!((status, body.as_str()), (200, "token"));
}

#[test]
fn the_public_surface_is_pinned() {
    ApiRouter::<()>::new("")
        .route("/login", post(login))
        .routes()
        .assert_public_are(&["POST /login"]);
}
