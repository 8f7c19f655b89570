//! A struct with `#[dependency]` is not `Clone` and `PartialEq`.
//!
//! Fix: write `#[derive(Clone, PartialEq)]` over the struct.

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
