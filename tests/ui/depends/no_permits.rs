//! A scope is required of a value that has no scopes.
//!
//! Fix: write `impl Permits for User`, with `fn permits(&self, scope: &str) -> bool`.

use auth_runtime::prelude::*;
use auth_runtime::security::{require, scope};
#[derive(Clone)]
struct User;

#[dependency(errors(401))]
async fn current_user() -> Result<User, HttpError> {
    Ok(User)
}

#[depends(require(current_user, scope("users:read")))]
async fn list() -> &'static str {
    "[]"
}

fn main() {
    let _ = ApiRouter::<()>::new("").route("/", get(list));
}
