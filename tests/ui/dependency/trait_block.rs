//! `#[dependency]` is on the `impl` block of a trait.
//!
//! Fix: put it on `impl Can { async fn call(&self) -> … }`.

use auth_runtime::prelude::*;

trait Call {
    fn call(&self) -> u32;
}

#[derive(Clone, PartialEq)]
struct Can;

#[dependency]
impl Call for Can {
    fn call(&self) -> u32 {
        1
    }
}

fn main() {}
