//! The audit table: what guards each route; as text, as JSON, as a picture (O5).

use auth_runtime::prelude::*;
use auth_runtime::security::{Permits, require, scope};
use auth_runtime::{OperationDoc, Optional};
use axum::Router;
use axum::extract::FromRequestParts;
use tracing::Level;

use crate::logged::Logged;

#[derive(Clone)]
struct User;

impl Permits for User {
    fn permits(&self, _scope: &str) -> bool {
        true
    }
}

#[dependency(security = "session", sets("refreshtoken"), errors(401))]
async fn check_auth() -> Result<(), HttpError> {
    Ok(())
}

#[dependency]
async fn current_user(#[depends(check_auth)] (): ()) -> User {
    User
}

#[derive(Clone, PartialEq)]
struct Can(&'static str);

#[dependency(errors(403))]
impl Can {
    async fn call(&self, #[depends(current_user)] _user: User) -> Result<(), HttpError> {
        Ok(())
    }

    fn describe(&self, operation: &mut OperationDoc) {
        operation.scope(self.0);
    }
}

#[derive(Clone, PartialEq)]
struct AtMost(u32);

#[dependency(errors(429))]
impl AtMost {
    async fn call(&self) -> Result<(), HttpError> {
        Ok(())
    }
}

macro_rules! handlers {
    ($($attribute:meta: $name:ident),* $(,)?) => {
        $(#[$attribute] async fn $name() {})*
    };
}

handlers! {
    public(AtMost(5)): login,
    public: health,
    depends: check_for_authorization,
    depends: me,
    depends(Can("users:read")): list_users,
    depends(Can("users:read")): show_user,
    depends(Can("users:write")): create_user,
    depends(Can("users:write")): delete_user,
    depends: list_audit,
}

fn app() -> ApiRouter<()> {
    ApiRouter::new("")
        .route("/login", post(login))
        .route("/healthz", get(health))
        .route("/me", get(me))
        .include(
            ApiRouter::new("/auth")
                .tag("auth")
                .route("/checkAuth", get(check_for_authorization)),
        )
        .include(
            ApiRouter::new("/users")
                .tag("users")
                .route("/", get(list_users).post(create_user))
                .route("/{id}", get(show_user).delete(delete_user)),
        )
        .include(
            ApiRouter::new("/audit")
                .tag("users")
                .tag("audit")
                .deprecated()
                .depends(require(current_user, scope("audit:read")))
                .route("/", get(list_audit)),
        )
        .mount("/files", Router::new())
        .mount_public("/assets", Router::new())
        .depends(check_auth)
}

#[test]
fn the_table_is_for_people() {
    insta::assert_snapshot!(app().routes());
}

#[test]
fn the_json_is_for_programs() {
    let json = app().routes().to_json();
    insta::assert_snapshot!(json);
    let parsed: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(parsed.as_array().map(Vec::len), Some(11));
}

#[test]
fn the_mermaid_graph_is_a_picture() {
    insta::assert_snapshot!(app().routes().to_mermaid());
}

#[test]
fn the_public_surface_is_pinned() {
    let routes = app().routes();
    let public = ["POST /login", "GET /healthz", "ANY /assets"];
    routes.assert_public_are(&public);
    let error = routes
        .check_public(&["POST /login", "GET /me", "GET /none"])
        .expect_err("others");
    assert_eq!(
        error.to_string(),
        "the public routes are not the expected ones:\n\
        - GET /healthz is public, but was not expected to be\n\
        - ANY /assets is public, but was not expected to be\n\
        - GET /me is not public, or does not exist\n\
        - GET /none is not public, or does not exist\n\
        the public routes are: [\"POST /login\", \"GET /healthz\", \"ANY /assets\"]"
    );
}

/// Refuses nobody.
#[dependency]
fn language(headers: &HeaderMap) -> &'static str {
    if headers.contains_key("accept-language") {
        "fr"
    } else {
        "en"
    }
}

/// An extractor of the application's own may refuse.
struct Signed;

impl<S: Sync> FromRequestParts<S> for Signed {
    type Rejection = StatusCode;

    async fn from_request_parts(_: &mut Parts, _: &S) -> Result<Self, StatusCode> {
        Err(StatusCode::FORBIDDEN)
    }
}

#[dependency]
async fn signed(_signed: Signed) {}

#[depends]
async fn greet(#[depends(language)] _language: &'static str) {}

#[depends(Optional(current_user))]
async fn recommend() {}

#[depends(language, signed)]
async fn receive() {}

/// Three routes that have dependencies, of which only the last one's refuse.
fn with_open_routes() -> ApiRouter<()> {
    ApiRouter::new("")
        .route("/greeting", get(greet))
        .route("/recommended", get(recommend))
        .route("/received", post(receive))
}

#[test]
fn a_route_that_refuses_nobody_counts_as_public() {
    let routes = with_open_routes().routes();
    let guarded: Vec<_> = routes.iter().map(|route| route.guarded).collect();
    assert_eq!(guarded, [false, false, true]);
    routes.assert_public_are(&["GET /greeting", "GET /recommended"]);
    assert!(routes.to_string().contains("(refuses nobody) language\n"));
}

#[test]
fn a_route_that_refuses_nobody_is_logged_when_it_is_built() {
    let logged = Logged::at(Level::WARN);
    let built = tracing::subscriber::with_default(logged.clone(), || with_open_routes().build());
    assert!(built.is_ok());
    let lines = logged.take();
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(lines[0].contains("/greeting") && lines[1].contains("/recommended"));
}

#[test]
#[should_panic(expected = "GET /healthz is public, but was not expected to be")]
fn a_route_that_becomes_public_fails_the_test_that_pins_them() {
    app()
        .routes()
        .assert_public_are(&["POST /login", "ANY /assets"]);
}
