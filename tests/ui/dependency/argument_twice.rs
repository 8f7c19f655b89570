//! An argument of `#[dependency(…)]` is written twice.
//!
//! Fix: merge them into one: `errors(401, 403)`.

use auth_runtime::prelude::*;

#[dependency(errors(401), errors(403))]
async fn check_auth() -> Result<(), HttpError> {
    Ok(())
}

fn main() {}
