//! `describe` has the wrong signature.
//!
//! Fix: write `fn describe(&self, operation: &mut OperationDoc) { … }`, or rename the method.

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
