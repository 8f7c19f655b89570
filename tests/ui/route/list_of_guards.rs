//! A router takes a list of dependencies.
//!
//! Fix: write `.depends` once for each.

use auth_runtime::prelude::*;
#[dependency]
async fn check_auth(_request: &Parts) -> Result<String, HttpError> {
    Ok(String::new())
}

fn main() {
    let _ = ApiRouter::<()>::new("/users").depends([check_auth]);
}
