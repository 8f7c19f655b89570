//! The `impl` block of a dependency has no method `call`.
//!
//! Fix: add `async fn call(&self) -> Result<(), HttpError> { … }`.

use auth_runtime::prelude::*;

#[derive(Clone, PartialEq)]
struct Can;

#[dependency]
impl Can {
    async fn check(&self) -> Result<(), HttpError> {
        Ok(())
    }
}

#[depends(Can)]
async fn list_users() -> &'static str {
    "[]"
}

fn main() {}
