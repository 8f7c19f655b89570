//! The name of a security scheme has other characters than OpenAPI allows.
//!
//! Fix: write `security = "session"`.

use auth_runtime::prelude::*;

#[dependency(security = "my session")]
async fn check_auth() -> Result<(), HttpError> {
    Ok(())
}

fn main() {}
