//! A handler returns a status where an `HttpError` is wanted.
//!
//! Fix: write `Err(StatusCode::NOT_FOUND.into())`, or `Err(StatusCode::NOT_FOUND)?`.

use auth_runtime::prelude::*;
#[depends]
async fn find() -> Result<String, HttpError> {
    Err(StatusCode::NOT_FOUND)
}

fn main() {}
