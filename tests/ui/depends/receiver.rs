//! `#[depends]` stands on a method.
//!
//! Fix: write a function outside of the `impl` block, and take what it needs as `State<Api>`.

use auth_runtime::prelude::*;

struct Api;

impl Api {
    #[depends]
    async fn list_users(&self) -> &'static str {
        "[]"
    }
}

fn main() {}
