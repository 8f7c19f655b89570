//! `call` is generic.
//!
//! Fix: move the type parameter to the type: `impl<T> Can<T>`.

use auth_runtime::prelude::*;

#[derive(Clone, PartialEq)]
struct Can;

#[dependency]
impl Can {
    async fn call<T>(&self) -> Result<(), HttpError> {
        Ok(())
    }
}

fn main() {}
