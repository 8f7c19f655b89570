//! A handler borrows something that is not part of the request head.
//!
//! Fix: write `&Parts`, `&HeaderMap`, `&Method`, `&Uri` or `&Extensions`, or take an extractor by value.

use auth_runtime::prelude::*;

#[depends]
async fn list_users(name: &String, body: String) -> String {
    body + name
}

fn main() {}
