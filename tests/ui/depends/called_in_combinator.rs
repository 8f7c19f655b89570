//! A dependency inside another one is called like a function.
//!
//! Fix: write `Optional(current_user)`.

use auth_runtime::Optional;
use auth_runtime::prelude::*;
#[dependency(errors(401))]
async fn current_user() -> Result<String, HttpError> {
    Ok("ann".to_owned())
}

#[depends]
async fn greet(#[depends(Optional(current_user()))] user: Option<String>) -> String {
    user.unwrap_or_default()
}

fn main() {}
