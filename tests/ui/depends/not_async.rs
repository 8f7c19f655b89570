//! A handler is not `async`.
//!
//! Fix: write `async fn list_users`.

use auth_runtime::prelude::*;

#[depends]
fn list_users() -> &'static str {
    "[]"
}

fn main() {}
