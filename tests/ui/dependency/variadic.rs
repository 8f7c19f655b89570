//! A dependency is variadic.
//!
//! Fix: remove `...`.

use auth_runtime::prelude::*;

#[dependency]
async fn check_auth(_arguments: ...) -> Result<(), HttpError> {
    Ok(())
}

fn main() {}
