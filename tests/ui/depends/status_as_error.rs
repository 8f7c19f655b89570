//! A handler returns a status instead of an `HttpError`.
//!
//! Fix: write `StatusCode::NOT_FOUND.into()`; in a `Result`, `Err(StatusCode::NOT_FOUND.into())` or `Err(StatusCode::NOT_FOUND)?`.

use auth_runtime::prelude::*;
#[depends]
async fn find() -> HttpError {
    StatusCode::NOT_FOUND
}

fn main() {}
