//! `call` takes `self` or `&mut self`.
//!
//! Fix: write `call(&self, …)`; keep data that changes in the state, in a lock or an atomic.
//!
//! Errors: 2, one for each `impl` block.

use auth_runtime::prelude::*;

#[derive(Clone, PartialEq)]
struct Once;

#[dependency]
impl Once {
    async fn call(&mut self) -> Result<(), HttpError> {
        Ok(())
    }
}

#[derive(Clone, PartialEq)]
struct Taken;

#[dependency]
impl Taken {
    async fn call(self) -> Result<(), HttpError> {
        Ok(())
    }
}

fn main() {}
