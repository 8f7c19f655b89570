//! `#[depends]` is on a method.
//!
//! Fix: move the function out of the `impl` block, and take what it needs as `State<Api>`.

use auth_runtime::prelude::*;

struct Api;

impl Api {
    #[depends]
    async fn list_users(&self) -> &'static str {
        "[]"
    }
}

fn main() {}
