//! Arguments of `#[dependency(…)]` have values of the wrong kind.
//!
//! Fix: write `security = "session"`, `sets("refreshtoken")`, `errors(401)`.
//!
//! Errors: 4, one for each argument.

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
