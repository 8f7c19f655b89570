//! The list is not a list of dependencies.
//!
//! Fix: write `#[depends(check_auth, Can("users:read"))]`.
//!
//! Errors: 5, one for each handler; the one about `=` is rustc's own.

use auth_runtime::prelude::*;

#[depends(check_auth check_auth)]
async fn first() -> &'static str {
    "1"
}

#[depends(, check_auth)]
async fn second() -> &'static str {
    "2"
}

#[depends = "check_auth"]
async fn third() -> &'static str {
    "3"
}

#[depends(fn)]
async fn fourth() -> &'static str {
    "4"
}

#[depends(AtMost<5>(3))]
async fn fifth() -> &'static str {
    "5"
}

fn main() {}
