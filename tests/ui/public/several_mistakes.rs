//! Several mistakes in one public handler are reported together.
//!
//! Fix: correct each one where it is underlined.
//!
//! Errors: 4, one for each mistake.

use auth_runtime::prelude::*;

#[public("everybody")]
#[depends]
fn login(#[depends] _user: String) -> &'static str {
    "[]"
}

fn main() {}
