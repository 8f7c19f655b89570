//! The value of a dependency has no named type.
//!
//! Fix: write the type: `Result<u32, HttpError>`.

use auth_runtime::prelude::*;

#[dependency]
async fn check_auth() -> Result<impl Clone, HttpError> {
    Ok(1)
}

fn main() {}
