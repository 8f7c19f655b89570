//! Arguments of `#[dependency(…)]` have the wrong syntax.
//!
//! Fix: write `security = "session"`, `sets("refreshtoken")`, `errors(401)`.
//!
//! Errors: 3, one for each argument.

use auth_runtime::prelude::*;

#[dependency(security("session"), sets = "refreshtoken", errors 401)]
async fn check_auth() -> Result<(), HttpError> {
    Ok(())
}

fn main() {}
