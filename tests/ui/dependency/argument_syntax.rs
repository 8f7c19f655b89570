//! Entries of `#[dependency(…)]` are written in another form.
//!
//! Fix: write `security = "session"`, `sets("refreshtoken")`, `errors(401)`.
//!
//! Errors: 3, one for each entry.

use auth_runtime::prelude::*;

#[dependency(security("session"), sets = "refreshtoken", errors 401)]
async fn check_auth() -> Result<(), HttpError> {
    Ok(())
}

fn main() {}
