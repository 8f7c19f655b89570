//! `#[depends]` stands on an associated function.
//!
//! Fix: move the function out of the `impl` block.
//!
//! Errors: 3, for one mistake: no macro can see that it stands in an `impl` block, where rustc refuses each item
//! that is made of the function for itself.

use auth_runtime::prelude::*;

struct Api;

impl Api {
    #[depends]
    async fn list_users() -> &'static str {
        "[]"
    }
}

fn main() {}
