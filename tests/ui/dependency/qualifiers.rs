//! A dependency is `const`, `unsafe` or `extern`.
//!
//! Fix: remove the keyword.
//!
//! Errors: 3, one for each function.

use auth_runtime::prelude::*;

#[dependency]
const fn first() -> u32 {
    1
}

#[dependency]
unsafe fn second() -> u32 {
    2
}

#[dependency]
extern "C" fn third() -> u32 {
    3
}

fn main() {}
