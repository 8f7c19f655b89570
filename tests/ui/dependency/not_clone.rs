//! The value of a dependency is not `Clone`.
//!
//! Fix: add `#[derive(Clone)]` to its type, or return `Arc<Session>`.

use auth_runtime::prelude::*;

struct Session;

#[dependency]
async fn check_auth() -> Result<Session, HttpError> {
    Ok(Session)
}

fn main() {}
