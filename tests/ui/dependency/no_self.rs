//! What a parameter depends on is made of `self`.
//!
//! Fix: name a dependency that does not need it, `#[depends(Can("users:read"))]`, and look at `self` in the body.

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
