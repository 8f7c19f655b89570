//! The routes: each file holds the handlers of one area, and the router that they are under.

mod audit;
mod auth;
mod docs;
mod events;
mod health;
mod login;
mod me;
mod object;
mod page;
mod problem;
mod users;

use std::time::Duration;

use auth_runtime::prelude::*;
use utoipa::openapi::OpenApi;

use crate::guards::check_auth;
use crate::state::AppState;

/// No login needs more.
const LOGIN_BYTES: u32 = 8 * 1024;

/// No other body needs more.
pub(crate) const BODY_BYTES: u32 = 64 * 1024;

/// How long a response may take, including the arrival of the body.
const ANSWER_WITHIN: Duration = Duration::from_secs(45);

/// The site's routes and their documentation. What is public says so; everything else, and every path
/// that does not exist, needs a session.
#[must_use]
pub fn api() -> ApiRouter<AppState> {
    docs::documented(operations())
}

/// The OpenAPI document of the site's routes.
#[must_use]
pub fn document() -> OpenApi {
    docs::document(&operations())
}

fn operations() -> ApiRouter<AppState> {
    ApiRouter::new("")
        .security_scheme("session", docs::session())
        .include(login::routes())
        .include(auth::routes())
        .include(me::routes())
        .include(users::routes())
        .include(audit::routes())
        .include(events::routes())
        .include(health::routes())
        .include(page::routes())
        .depends(check_auth)
        .catch_panics()
        .timeout(ANSWER_WITHIN)
}

/// Answers what has no path, such as `OPTIONS *`: no route can match it.
#[depends(check_auth)]
pub(crate) async fn nothing_there() -> HttpError {
    HttpError::new(StatusCode::NOT_FOUND)
}
