//! The error of a dependency is not a response.
//!
//! Fix: return `HttpError`, or write `impl IntoResponse for Refused`.

use auth_runtime::prelude::*;

struct Refused;

#[dependency]
async fn check_auth() -> Result<(), Refused> {
    Err(Refused)
}

fn main() {}
