//! A parameter of a dependency has no name or no type.
//!
//! Fix: write `request: &Parts`.
//!
//! Errors: 2, one for each function.

use auth_runtime::prelude::*;
#[dependency]
async fn check_auth(&Parts) -> Result<(), HttpError> {
    Ok(())
}

#[depends]
async fn me(#[depends(check_auth)] session) -> &'static str {
    "me"
}

fn main() {}
