//! The error of a handler is not a response.
//!
//! Fix: return `HttpError`, or write `impl IntoResponse for Refused`.

use auth_runtime::prelude::*;

struct Refused;

#[depends]
async fn me() -> Result<String, Refused> {
    Err(Refused)
}

fn main() {}
