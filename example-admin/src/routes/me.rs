//! `/me`: who is asking.

use auth_runtime::prelude::*;
use axum::Json;

use crate::domain::User;
use crate::guards::current_user;

/// Shows the current user.
#[depends]
pub(super) async fn me(#[depends(current_user)] user: User) -> Json<User> {
    Json(user)
}
