//! A handler is `const`, `unsafe` or `extern`.
//!
//! Fix: remove the keyword.
//!
//! Errors: 4, one for each keyword, and one for the missing `async`.

use auth_runtime::prelude::*;

#[depends]
async unsafe fn second() -> &'static str {
    "2"
}

#[depends]
async extern "C" fn third() -> &'static str {
    "3"
}

#[depends]
const fn first() -> &'static str {
    "1"
}

fn main() {}
