//! `call` does not take `self`.
//!
//! Fix: write `call(&self, …)`.

use auth_runtime::prelude::*;

#[derive(Clone, PartialEq)]
struct Can;

#[dependency]
impl Can {
    async fn call(request: &Parts) -> Result<(), HttpError> {
        let _ = request;
        Ok(())
    }
}

fn main() {}
