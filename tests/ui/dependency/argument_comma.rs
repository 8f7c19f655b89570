//! A comma is missing between two arguments of `#[dependency(…)]`.
//!
//! Fix: write `errors(401), sets("refreshtoken")`.

use auth_runtime::prelude::*;

#[dependency(errors(401) sets("refreshtoken"))]
async fn check_auth() -> Result<(), HttpError> {
    Ok(())
}

fn main() {}
