//! The name of a security scheme contains characters that OpenAPI does not allow.
//!
//! Fix: write `security = "session"`.

use auth_runtime::prelude::*;

#[dependency(security = "my session")]
async fn check_auth() -> Result<(), HttpError> {
    Ok(())
}

fn main() {}
