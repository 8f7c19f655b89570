//! `#[dependency]` stands on an associated function that speaks of `Self`.
//!
//! Fix: move the function out of the `impl` block; or put `#[dependency]` on the block and call the method `call`.

use auth_runtime::prelude::*;

#[derive(Clone)]
struct Session {
    subject: String,
}

impl Session {
    fn nobody() -> Self {
        Self {
            subject: String::new(),
        }
    }

    #[dependency]
    async fn check_auth() -> Result<Session, HttpError> {
        Ok(Self::nobody())
    }
}

fn main() {}
