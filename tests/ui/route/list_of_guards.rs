//! A router is given a list of dependencies.
//!
//! Fix: call `.depends` once for each dependency.

use auth_runtime::prelude::*;
#[dependency]
async fn check_auth(_request: &Parts) -> Result<String, HttpError> {
    Ok(String::new())
}

fn main() {
    let _ = ApiRouter::<()>::new("/users").depends([check_auth]);
}
