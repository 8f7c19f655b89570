//! The error of a dependency is `Box<dyn Error>`.
//!
//! Fix: return `HttpError`, into which `?` converts a `StatusCode`, or an error type of your own that implements `IntoResponse`.

use auth_runtime::prelude::*;
use std::error::Error;

#[dependency]
async fn tenant(request: &Parts) -> Result<String, Box<dyn Error>> {
    let host = request.headers.get("host").ok_or("no host")?;
    Ok(host.to_str()?.to_owned())
}

fn main() {}
