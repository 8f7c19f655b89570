//! An argument of `#[dependency(…)]` is unknown.
//!
//! Fix: use `security = "session"`, `sets("refreshtoken")` or `errors(401)`.
//!
//! Errors: 2, one for each argument.

use auth_runtime::prelude::*;

#[dependency(securty = "session", set("refreshtoken"), errors(401))]
async fn check_auth() -> Result<(), HttpError> {
    Ok(())
}

fn main() {}
