//! A handler's parameter is `impl Trait`.
//!
//! Fix: write the type: `body: String`.

use auth_runtime::prelude::*;

#[depends]
async fn show(body: impl Into<String>) -> String {
    body.into()
}

fn main() {}
