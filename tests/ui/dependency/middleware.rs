//! `#[dependency]` is on middleware for `from_fn`.
//!
//! Fix: take `&HeaderMap` or `&Parts`, and return a `Result`: `Ok` accepts the request.

use auth_runtime::prelude::*;
use axum::extract::Request;
use axum::middleware::Next;
#[dependency(errors(401))]
async fn check_auth(request: Request, next: Next) -> Result<Response, StatusCode> {
    if request.headers().contains_key("authorization") {
        Ok(next.run(request).await)
    } else {
        Err(StatusCode::UNAUTHORIZED)
    }
}

fn main() {
    let _ = ApiRouter::<()>::new("").depends(check_auth);
}
