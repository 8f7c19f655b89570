//! `#[dependency]` is on an associated function.
//!
//! Fix: move the function out of the `impl` block; or give it `&self`, name it `call`, and put `#[dependency]` on the block.
//!
//! The message is rustc's: a macro cannot see that the function is in an `impl` block, where rustc rejects the
//! expansion. If the function uses `Self`, the message is ours.

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
