//! `#[depends]` stands on an associated function.
//!
//! Fix: move the function out of the `impl` block.

use auth_runtime::prelude::*;

struct Api;

impl Api {
    #[depends]
    async fn list_users() -> &'static str {
        "[]"
    }
}

fn main() {}
