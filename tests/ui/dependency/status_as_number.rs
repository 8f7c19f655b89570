//! A status is written as a number.
//!
//! Fix: write `StatusCode::FORBIDDEN`.

use auth_runtime::prelude::*;
#[dependency]
async fn check_auth() -> Result<(), HttpError> {
    Err(HttpError::new(403).detail("not today"))
}

fn main() {}
