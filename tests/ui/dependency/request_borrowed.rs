//! A dependency borrows the whole request.
//!
//! Fix: write `&Parts`: a dependency sees the head of the request, but not its body.

use auth_runtime::prelude::*;
use axum::extract::Request;

#[dependency]
async fn check_auth(request: &Request) -> Result<(), HttpError> {
    let _ = request;
    Ok(())
}

fn main() {}
