//! The list names a handler.
//!
//! Fix: name a dependency; move what both handlers do to a function that both call.

use auth_runtime::prelude::*;

#[depends]
async fn me() -> &'static str {
    "me"
}

#[depends(me)]
async fn list_users() -> &'static str {
    "[]"
}

fn main() {}
