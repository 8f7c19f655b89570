//! A dependency borrows something that is not part of the request head.
//!
//! Fix: write `&Parts`, `&HeaderMap`, `&Method`, `&Uri` or `&Extensions`, or take an extractor by value.

use auth_runtime::prelude::*;

#[dependency]
async fn check_auth(name: &String) -> Result<(), HttpError> {
    let _ = name;
    Ok(())
}

fn main() {}
