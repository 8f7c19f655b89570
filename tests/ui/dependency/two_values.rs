//! A parameter names two dependencies.
//!
//! Fix: name one, and put the other on a parameter of its own.
//!
//! Errors: 2, one for each parameter.

use auth_runtime::prelude::*;

#[dependency]
fn first() -> u32 {
    1
}

#[dependency]
fn second(
    #[depends(first, first)] value: u32,
    #[depends(first)]
    #[depends(first)]
    other: u32,
) -> u32 {
    value + other
}

fn main() {}
