//! The value of a public dependency has a private type.
//!
//! Fix: write `pub struct Session`, or `pub(crate) async fn check_auth`.

use auth_runtime::prelude::*;

#[derive(Clone)]
struct Session;

#[dependency]
pub async fn check_auth() -> Result<Session, HttpError> {
    Ok(Session)
}

fn main() {}
