//! Values in `#[dependency(…)]` are not the literals that they must be.
//!
//! Fix: write `security = "session"`, `sets("refreshtoken")`, `errors(401)`.
//!
//! Errors: 4, one for each entry.

use auth_runtime::prelude::*;
#[dependency(security = session, sets(refreshtoken), errors("401"))]
async fn check_auth() -> Result<(), HttpError> {
    Ok(())
}

#[dependency(errors(StatusCode::FORBIDDEN))]
async fn check_admin() -> Result<(), HttpError> {
    Ok(())
}

fn main() {}
