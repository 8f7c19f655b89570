//! Extractors, and a response part for the new token.

use axum::extract::{FromRef, FromRequestParts};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::IntoResponse;
use axum::routing::get;
use axum::{Json, Router};

use super::jwt::{Claims, Keys};

struct Verified(Claims);

impl<S> FromRequestParts<S> for Verified
where
    S: Send + Sync,
    Keys: FromRef<S>,
{
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, StatusCode> {
        Keys::from_ref(state).verify(&parts.headers).map(Self)
    }
}

/// The next token of an administrator.
struct Admin(String);

impl<S> FromRequestParts<S> for Admin
where
    S: Send + Sync,
    Keys: FromRef<S>,
{
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, StatusCode> {
        let Verified(claims) = Verified::from_request_parts(parts, state).await?;
        claims.require_admin()?;
        Keys::from_ref(state).slide(claims).map(Self)
    }
}

async fn check(Admin(token): Admin) -> impl IntoResponse {
    ([("refreshtoken", token)], Json(()))
}

async fn only_verify(_: Verified) -> Json<()> {
    Json(())
}

pub(crate) fn check_router() -> Router {
    Router::new().route("/", get(check)).with_state(Keys::new())
}

pub(crate) fn verify_router() -> Router {
    Router::new()
        .route("/", get(only_verify))
        .with_state(Keys::new())
}
