//! A handler takes the value of a dependency as the wrong type.
//!
//! Fix: write `#[depends(current_user)] user: String`.

use auth_runtime::prelude::*;

#[dependency]
async fn current_user() -> String {
    String::new()
}

#[depends]
async fn me(#[depends(current_user)] id: u32) -> String {
    id.to_string()
}

fn main() {}
