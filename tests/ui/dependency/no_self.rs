//! What a parameter depends on is created from `self`.
//!
//! Fix: depend on something that does not need `self`, such as `#[depends(Can("users:read"))]`, and use `self` in the body.

use auth_runtime::prelude::*;

#[derive(Clone, PartialEq)]
struct Can(&'static str);

#[dependency]
impl Can {
    async fn call(&self) -> u32 {
        1
    }
}

#[derive(Clone, PartialEq)]
struct Both(&'static str, &'static str);

#[dependency]
impl Both {
    async fn call(&self, #[depends(Can(self.0))] first: u32) -> u32 {
        first
    }
}

fn main() {}
