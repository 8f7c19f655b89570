//! `call` takes `self` by value, or to change it.
//!
//! Fix: write `call(&self, …)`; what changes belongs in the state, behind a lock or an atomic.
//!
//! Errors: 2, one for each block.

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
