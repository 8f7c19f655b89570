//! `#[async_trait]` stands on the block of a dependency.
//!
//! Fix: remove it: `call` may be `async` as it stands.

use auth_runtime::prelude::*;
#[derive(Clone, PartialEq)]
struct Can(&'static str);

#[dependency]
#[async_trait]
impl Can {
    async fn call(&self) -> Result<(), HttpError> {
        Ok(())
    }
}

fn main() {}
