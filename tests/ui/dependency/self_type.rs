//! `#[dependency]` is on an associated function that uses `Self`.
//!
//! Fix: move the function out of the `impl` block; or name it `call`, and put `#[dependency]` on the block.

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
