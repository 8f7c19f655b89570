//! `#[depends]` is on an associated function.
//!
//! Fix: move the function out of the `impl` block.
//!
//! The message is rustc's: a macro cannot see that the function is in an `impl` block, where rustc rejects the
//! expansion. If the function uses `Self`, the message is ours.

use auth_runtime::prelude::*;

struct Api;

impl Api {
    #[depends]
    async fn list_users() -> &'static str {
        "[]"
    }
}

fn main() {}
