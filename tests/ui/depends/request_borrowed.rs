//! A handler borrows the whole request, beside its body.
//!
//! Fix: write `&Parts`; or take the request alone, `request: Request`, as the last parameter.

use auth_runtime::prelude::*;
use axum::extract::Request;

#[depends]
async fn echo(request: &Request, body: String) -> String {
    format!("{} {body}", request.uri())
}

fn main() {}
