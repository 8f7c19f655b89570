//! The routes: each file holds the handlers of one area.

mod audit;
mod auth;
mod health;
mod login;
mod me;
mod problem;
mod users;

use auth_runtime::HttpError;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::routing::{get, post};

use crate::state::AppState;
use audit::list_audit;
use auth::{check_for_authorization, logout};
use health::healthz;
use login::login;
use me::me;
use users::{change_user, create_user, delete_user, list_users, show_user};

/// No login needs more.
const LOGIN_BYTES: u32 = 8 * 1024;

/// No other body needs more.
const BODY_BYTES: u32 = 64 * 1024;

/// All routes.
pub(crate) fn all() -> Router<AppState> {
    Router::new()
        .route(
            "/login",
            post(login).layer(DefaultBodyLimit::max(LOGIN_BYTES as usize)),
        )
        .route("/auth/checkAuth", get(check_for_authorization))
        .route("/auth/logout", post(logout))
        .route("/me", get(me))
        .route("/users", get(list_users).post(create_user))
        .route(
            "/users/{id}",
            get(show_user).patch(change_user).delete(delete_user),
        )
        .route("/audit", get(list_audit))
        .route("/healthz", get(healthz))
        .fallback(async || HttpError::new(StatusCode::NOT_FOUND))
        .method_not_allowed_fallback(async || HttpError::new(StatusCode::METHOD_NOT_ALLOWED))
        .layer(DefaultBodyLimit::max(BODY_BYTES as usize))
}
