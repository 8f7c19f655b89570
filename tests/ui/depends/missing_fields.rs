//! A struct with fields is listed without them.
//!
//! Fix: write `#[depends(Can("users:read"))]`.

use auth_runtime::prelude::*;

#[derive(Clone, PartialEq)]
struct Can(&'static str);

#[dependency]
impl Can {
    async fn call(&self) -> Result<(), HttpError> {
        Ok(())
    }
}

#[depends(Can)]
async fn list_users() -> &'static str {
    "[]"
}

fn main() {}
