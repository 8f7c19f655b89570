//! The list names a function that is no dependency.
//!
//! Fix: put `#[dependency]` on `check_auth`.
//!
//! A list names types: that is how rustc can say which dependency lacks which state. Whether a name is one
//! rustc decides before it looks at any trait, so it says this in its own words, and a macro cannot see what a
//! name stands for. For a router's `.depends(check_auth)`, which takes a value, it says "is no dependency".

use auth_runtime::prelude::*;

async fn check_auth(_request: &Parts) -> Result<(), HttpError> {
    Ok(())
}

#[depends(check_auth)]
async fn list_users() -> &'static str {
    "[]"
}

fn main() {}
