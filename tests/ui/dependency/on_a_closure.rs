//! `#[dependency]` is on a closure.
//!
//! Fix: write a function: `async fn check_auth() -> Result<(), HttpError> { … }`.

use auth_runtime::prelude::*;
fn main() {
    #[dependency]
    let check_auth = async || true;
    let _ = check_auth;
}
