//! A handler has both `#[depends]` and `#[public]`, or one of them twice.
//!
//! Fix: keep one of them: `#[depends(check_auth)]` or `#[public(at_most)]`.
//!
//! Errors: 4, one for each handler.

use auth_runtime::prelude::*;

#[public]
#[depends]
async fn first() -> &'static str {
    "1"
}

#[depends]
#[public]
async fn second() -> &'static str {
    "2"
}

#[depends]
#[depends]
async fn third() -> &'static str {
    "3"
}

#[public]
#[public]
async fn fourth() -> &'static str {
    "4"
}

fn main() {}
