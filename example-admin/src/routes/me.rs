//! `/me`: the current user.

use auth_runtime::prelude::*;
use axum::Json;

use crate::domain::User;
use crate::guards::current_user;
use crate::state::AppState;

pub(super) fn routes() -> ApiRouter<AppState> {
    ApiRouter::new("/me").tag("auth").route("/", get(me))
}

/// Shows the current user.
#[depends]
async fn me(#[depends(current_user)] user: User) -> Json<User> {
    Json(user)
}
