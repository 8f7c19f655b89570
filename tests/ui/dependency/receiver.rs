//! `#[dependency]` is on a method.
//!
//! Fix: put `#[dependency]` on the `impl` block, and name the method `call`.

use auth_runtime::prelude::*;

struct Tokens;

impl Tokens {
    #[dependency]
    async fn check_auth(&self, request: &Parts) -> Result<(), HttpError> {
        let _ = request;
        Ok(())
    }
}

fn main() {}
