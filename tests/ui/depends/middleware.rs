//! `#[depends]` is on middleware for `from_fn`.
//!
//! Fix: remove the attribute, and add the middleware to a router: `.layer(from_fn(log_status))`.

use auth_runtime::prelude::*;
use axum::extract::Request;
use axum::middleware::Next;
#[depends]
async fn log_status(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    println!("{}", response.status());
    response
}

fn main() {
    let _ = ApiRouter::<()>::new("").route("/", get(log_status));
}
