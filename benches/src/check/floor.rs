//! Written inline in one handler.

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};

use super::jwt::Keys;

async fn check(State(keys): State<Keys>, request: Request) -> Result<Response, StatusCode> {
    let claims = keys.verify(request.headers())?;
    claims.require_admin()?;
    let token = keys.slide(claims)?;
    Ok(([("refreshtoken", token)], Json(())).into_response())
}

async fn only_verify(State(keys): State<Keys>, request: Request) -> Result<Json<()>, StatusCode> {
    keys.verify(request.headers())?;
    Ok(Json(()))
}

pub(crate) fn check_router() -> Router {
    Router::new().route("/", get(check)).with_state(Keys::new())
}

pub(crate) fn verify_router() -> Router {
    Router::new()
        .route("/", get(only_verify))
        .with_state(Keys::new())
}
