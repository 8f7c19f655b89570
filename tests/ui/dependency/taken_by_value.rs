//! The value of a dependency is borrowed.
//!
//! Fix: write `#[depends(current_user)] user: String`, without `&`.

use auth_runtime::prelude::*;

#[dependency]
fn current_user() -> String {
    String::new()
}

#[dependency]
fn name(#[depends(current_user)] user: &String) -> String {
    user.clone()
}

fn main() {}
