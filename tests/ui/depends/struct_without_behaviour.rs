//! The list names a struct that is not a dependency.
//!
//! Fix: write `#[dependency] impl Can { async fn call(&self) -> … }`.

use auth_runtime::prelude::*;

#[derive(Clone, PartialEq)]
struct Can(&'static str);

#[depends(Can("users:read"))]
async fn list_users() -> &'static str {
    "[]"
}

fn main() {
    let _ = ApiRouter::<()>::new("/users").route("/", get(list_users).post(list_users));
}
