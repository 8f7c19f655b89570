//! The routes: each file holds the handlers of one area, and the router that they are under.

mod audit;
mod auth;
mod events;
mod health;
mod login;
mod me;
mod page;
mod problem;
mod users;

use auth_runtime::prelude::*;

use crate::guards::check_auth;
use crate::state::AppState;

/// No login needs more.
const LOGIN_BYTES: u32 = 8 * 1024;

/// No other body needs more.
pub(crate) const BODY_BYTES: u32 = 64 * 1024;

/// The site's routes. What is `#[public]` says so; everything else, and every path that does not
/// exist, needs a session.
#[must_use]
pub fn api() -> ApiRouter<AppState> {
    ApiRouter::new("")
        .include(login::routes())
        .include(auth::routes())
        .include(me::routes())
        .include(users::routes())
        .include(audit::routes())
        .include(events::routes())
        .include(health::routes())
        .include(page::routes())
        .depends(check_auth)
}

/// Answers what has no path, such as `OPTIONS *`: no route can match it.
#[depends(check_auth)]
pub(crate) async fn nothing_there() -> HttpError {
    HttpError::new(StatusCode::NOT_FOUND)
}
