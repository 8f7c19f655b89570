//! A struct with `#[dependency]` does not implement `Clone` and `PartialEq`.
//!
//! Fix: add `#[derive(Clone, PartialEq)]` to the struct.

use auth_runtime::prelude::*;

struct Can(&'static str);

#[dependency]
impl Can {
    async fn call(&self) -> Result<(), HttpError> {
        Ok(())
    }
}

#[depends(Can("users:read"))]
async fn list_users() -> &'static str {
    "[]"
}

fn main() {
    let _ = ApiRouter::<()>::new("/users").route("/", get(list_users).post(list_users));
}
