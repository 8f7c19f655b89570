//! A status in `errors(…)` is not an error status.
//!
//! Fix: use statuses from 400 to 599: `errors(401, 403)`.
//!
//! Errors: 2, one for each status.

use auth_runtime::prelude::*;

#[dependency(errors(200, 401, 4003))]
async fn check_auth() -> Result<(), HttpError> {
    Ok(())
}

fn main() {}
