//! A handler borrows the whole request, and also takes its body.
//!
//! Fix: write `&Parts`; or take only the request, as the last parameter: `request: Request`.

use auth_runtime::prelude::*;
use axum::extract::Request;

#[depends]
async fn echo(request: &Request, body: String) -> String {
    format!("{} {body}", request.uri())
}

fn main() {}
