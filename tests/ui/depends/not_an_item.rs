//! The list contains something that is not a dependency.
//!
//! Fix: write `check_auth`, `Can("users:read")` or `Limit { per_minute: 5 }`.
//!
//! Errors: 7, one for each item.

use auth_runtime::prelude::*;

#[depends("session", 1 + 1, |request| true, check_auth!(), &check_auth, (check_auth), [check_auth])]
async fn list_users() -> &'static str {
    "[]"
}

fn main() {}
