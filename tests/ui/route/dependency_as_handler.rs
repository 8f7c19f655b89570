//! A dependency is used as a handler.
//!
//! Fix: write a handler: `#[depends(check_auth)] async fn checked() {}`.

use auth_runtime::prelude::*;

#[dependency]
async fn check_auth() -> Result<(), HttpError> {
    Ok(())
}

fn main() {
    let _ = ApiRouter::<()>::new("/users").route("/", get(check_auth));
}
