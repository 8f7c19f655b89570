//! `#[dependency]` stands on an associated function.
//!
//! Fix: move the function out of the `impl` block; with `&self`, put `#[dependency]` on the block and call the method `call`.
//!
//! The words are rustc's: no macro can see that it stands in an `impl` block, where rustc refuses what it makes of
//! the function. If the function speaks of `Self`, they are ours.

use auth_runtime::prelude::*;

struct Tokens;

impl Tokens {
    #[dependency]
    async fn check_auth(request: &Parts) -> Result<(), HttpError> {
        let _ = request;
        Ok(())
    }
}

fn main() {}
