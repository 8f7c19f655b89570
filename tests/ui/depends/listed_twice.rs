//! A dependency is listed twice.
//!
//! Fix: remove the second one.
//!
//! Errors: 2, one for each repetition.

use auth_runtime::prelude::*;

#[dependency]
fn first() -> u32 {
    1
}

#[derive(Clone, PartialEq)]
struct Can(u32);

#[dependency]
impl Can {
    fn call(&self) -> u32 {
        self.0
    }
}

#[depends(first, Can(1), Can(2), first, Can(1))]
async fn list_users() -> &'static str {
    "[]"
}

fn main() {}
