//! `#[depends]` stands on an associated function.
//!
//! Fix: move the function out of the `impl` block.
//!
//! The words are rustc's: no macro can see that it stands in an `impl` block, where rustc refuses what it makes of
//! the function. If the function speaks of `Self`, they are ours.

use auth_runtime::prelude::*;

struct Api;

impl Api {
    #[depends]
    async fn list_users() -> &'static str {
        "[]"
    }
}

fn main() {}
