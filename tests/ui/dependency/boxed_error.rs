//! The error of a dependency is any error.
//!
//! Fix: return `HttpError`, into which `?` makes a `StatusCode`, or an error of your own that says what it answers.

use auth_runtime::prelude::*;
use std::error::Error;

#[dependency]
async fn tenant(request: &Parts) -> Result<String, Box<dyn Error>> {
    let host = request.headers.get("host").ok_or("no host")?;
    Ok(host.to_str()?.to_owned())
}

fn main() {}
