//! A router depends on a function that is not a dependency.
//!
//! Fix: put `#[dependency]` on `check_auth`.

use auth_runtime::prelude::*;

async fn check_auth(_request: &Parts) -> Result<(), HttpError> {
    Ok(())
}

fn main() {
    let _ = ApiRouter::<()>::new("/users").depends(check_auth);
}
