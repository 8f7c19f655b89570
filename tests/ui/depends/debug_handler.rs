//! `#[debug_handler]` is below `#[depends]`.
//!
//! Fix: remove `#[debug_handler]`.

use auth_runtime::prelude::*;

#[depends]
#[axum::debug_handler]
async fn list_users() -> &'static str {
    "[]"
}

fn main() {}
