//! `.depends` is called on a router of axum.
//!
//! Fix: write `ApiRouter::new("")` instead of `axum::Router::new()`.

use auth_runtime::prelude::*;
use axum::Router;

#[dependency]
async fn check_auth(_request: &Parts) -> Result<String, HttpError> {
    Ok(String::new())
}

fn main() {
    let _: Router = Router::new().depends(check_auth);
}
