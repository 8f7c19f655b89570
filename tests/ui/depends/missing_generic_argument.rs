//! A generic dependency is listed without its generic argument.
//!
//! Fix: write `#[depends(AtMost<5>)]`.

use auth_runtime::prelude::*;

#[derive(Clone, PartialEq)]
struct AtMost<const N: u32>;

#[dependency]
impl<const N: u32> AtMost<N> {
    async fn call(&self) -> Result<(), HttpError> {
        Ok(())
    }
}

#[depends(AtMost)]
async fn list_users() -> &'static str {
    "[]"
}

fn main() {}
