//! A dependency takes any number of arguments.
//!
//! Fix: remove `...`.

use auth_runtime::prelude::*;

#[dependency]
async fn check_auth(_arguments: ...) -> Result<(), HttpError> {
    Ok(())
}

fn main() {}
