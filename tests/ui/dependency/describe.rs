//! `describe` is not the method that documentation calls.
//!
//! Fix: write `fn describe(&self, operation: &mut OperationDoc) { … }`, or give it another name.

use auth_runtime::prelude::*;

#[derive(Clone, PartialEq)]
struct Can;

#[dependency]
impl Can {
    async fn call(&self) -> u32 {
        1
    }

    fn describe(&self) -> String {
        "can".to_owned()
    }
}

fn main() {}
