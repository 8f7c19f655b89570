//! A name in `sets(…)` is not a valid header name, or not in lower case.
//!
//! Fix: write `sets("refreshtoken")`.
//!
//! Errors: 2, one for each header.

use auth_runtime::prelude::*;

#[dependency(sets("refresh token", "RefreshToken"))]
async fn check_auth() -> Result<(), HttpError> {
    Ok(())
}

fn main() {}
