//! An entry of `#[dependency(…)]` is not known.
//!
//! Fix: write `security = "session"`, `sets("refreshtoken")` or `errors(401)`.
//!
//! Errors: 2, one for each entry.

use auth_runtime::prelude::*;

#[dependency(securty = "session", set("refreshtoken"), errors(401))]
async fn check_auth() -> Result<(), HttpError> {
    Ok(())
}

fn main() {}
