//! In plain axum: the mistake of the same name in `route`.

use axum::Router;
use axum::extract::{FromRef, FromRequestParts};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::routing::get;

#[derive(Clone)]
struct Tokens;

#[derive(Clone)]
struct AppState;

struct Session;

impl<S: Sync> FromRequestParts<S> for Session
where
    Tokens: FromRef<S>,
{
    type Rejection = StatusCode;

    async fn from_request_parts(_head: &mut Parts, _state: &S) -> Result<Self, StatusCode> {
        Ok(Self)
    }
}

async fn list_users(_session: Session) -> &'static str {
    "[]"
}

async fn list_roles(_session: Session) -> &'static str {
    "[]"
}

fn main() {
    let _ = Router::<AppState>::new()
        .route("/users", get(list_users))
        .route("/roles", get(list_roles));
}
