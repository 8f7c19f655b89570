//! The type of a handler's parameter is `impl Trait`.
//!
//! Fix: write a named type: `body: String`.

use auth_runtime::prelude::*;

#[depends]
async fn show(body: impl Into<String>) -> String {
    body.into()
}

fn main() {}
