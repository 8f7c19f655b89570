//! A handler is `const`, `unsafe` or `extern`.
//!
//! Fix: remove the word.
//!
//! Errors: 4, one for each word, and one for the `async` that is not there.

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
