//! The list calls a function.
//!
//! Fix: write `check_auth`, without `()`; make what has arguments a struct, `Can("users:read")`.
//!
//! Errors: 3, one for each item.

use auth_runtime::prelude::*;

#[dependency]
fn check_auth() -> u32 {
    1
}

#[depends(check_auth(), self::check_auth(), make("users:read"))]
async fn list_users() -> &'static str {
    "[]"
}

fn main() {}
