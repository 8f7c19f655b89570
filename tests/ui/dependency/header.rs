//! What `sets(…)` names is no header, or is not in lower case.
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
