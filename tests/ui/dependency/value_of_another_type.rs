//! A dependency takes the value of another dependency as the wrong type.
//!
//! Fix: write `#[depends(current_user)] user: String`.

use auth_runtime::prelude::*;

#[dependency]
async fn current_user() -> String {
    String::new()
}

#[dependency]
async fn user_id(#[depends(current_user)] id: u32) -> u32 {
    id
}

fn main() {}
