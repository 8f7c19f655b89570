//! `call` or `describe` has a `#[cfg]`.
//!
//! Fix: write the `impl` block twice, and put the `#[cfg]` on the blocks.
//!
//! Errors: 2, one for `call` and one for `describe`.

use auth_runtime::prelude::*;

#[derive(Clone, PartialEq)]
struct Can;

#[dependency]
impl Can {
    #[cfg(unix)]
    async fn call(&self) -> u32 {
        1
    }

    #[cfg(not(unix))]
    async fn call(&self) -> u32 {
        2
    }

    #[cfg(false)]
    fn describe(&self, _operation: &mut auth_runtime::OperationDoc) {}
}

fn main() {}
