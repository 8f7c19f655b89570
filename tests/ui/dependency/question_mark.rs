//! `?` is used on a `Result` whose error cannot be converted into `HttpError`.
//!
//! Fix: say what to respond with: `.map_err(|_| StatusCode::BAD_REQUEST)?`.

use auth_runtime::prelude::*;
#[dependency]
async fn tenant(request: &Parts) -> Result<String, HttpError> {
    let host = request.headers.get("host").ok_or(StatusCode::BAD_REQUEST)?;
    Ok(host.to_str()?.to_owned())
}

fn main() {}
