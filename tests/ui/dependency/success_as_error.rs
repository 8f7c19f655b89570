//! The error of a dependency is sent as a success.
//!
//! Fix: return an `HttpError`, or give the text a status: `(StatusCode::UNAUTHORIZED, "log in first")`.
//!
//! Errors: 6, one for each function.

use auth_runtime::prelude::*;

#[dependency]
fn with_a_text() -> Result<(), &'static str> {
    Err("log in first")
}

#[dependency]
async fn with_a_string() -> Result<u32, String> {
    Err("log in first".to_owned())
}

#[dependency]
fn with_bytes() -> Result<(), Vec<u8>> {
    Err(b"log in first".to_vec())
}

#[dependency]
fn with_a_boxed_text() -> Result<(), Box<str>> {
    Err("log in first".into())
}

#[dependency]
fn with_headers() -> Result<(), ([(HeaderName, &'static str); 1], String)> {
    Err(([(header::RETRY_AFTER, "1")], "log in later".to_owned()))
}

#[dependency]
fn with_nothing() -> Result<(), ()> {
    Err(())
}

fn main() {}
