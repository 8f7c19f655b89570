//! `#[depends]` on a parameter does not name a dependency.
//!
//! Fix: write `#[depends(current_user)] user: User`.
//!
//! Errors: 2, one for each parameter.

use auth_runtime::prelude::*;

#[dependency]
fn second(#[depends] value: u32, #[depends()] other: u32) -> u32 {
    value + other
}

fn main() {}
