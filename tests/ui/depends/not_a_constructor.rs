//! The list calls a function.
//!
//! Fix: write `check_auth`, without `()`; turn a dependency with arguments into a struct, such as `Can("users:read")`.
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
