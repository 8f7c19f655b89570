//! A dependency returns a response, as middleware does.
//!
//! Fix: return `Result<(), HttpError>`: an `Err` becomes the response, and after an `Ok` the handler is called.

use auth_runtime::prelude::*;
use axum::response::{IntoResponse, Response};

#[dependency]
async fn check_auth(request: &Parts) -> Response {
    let _ = request;
    StatusCode::UNAUTHORIZED.into_response()
}

fn main() {}
