//! The response in a `Result` borrows from the request.
//!
//! Fix: return an owned value: `String` instead of `&str`.

use auth_runtime::prelude::*;
#[depends]
async fn path(request: &Parts) -> Result<&str, HttpError> {
    Ok(request.uri.path())
}

fn main() {}
