//! `#[async_trait]` is on the `impl` block of a dependency.
//!
//! Fix: remove it: `call` may be `async` without it.

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
