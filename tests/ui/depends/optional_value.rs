//! A handler takes the value of a dependency as an `Option`, like FastAPI's `User | None`.
//!
//! Fix: write `#[depends(Optional(current_user))]`: its value is `None` if no credential was presented.

use auth_runtime::prelude::*;
#[dependency(errors(401))]
async fn current_user() -> Result<String, HttpError> {
    Ok("ann".to_owned())
}

#[depends]
async fn greet(#[depends(current_user)] user: Option<String>) -> String {
    user.unwrap_or_default()
}

fn main() {}
