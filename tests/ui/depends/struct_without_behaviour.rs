//! The list names a struct that is no dependency.
//!
//! Fix: write `#[dependency] impl Can { async fn call(&self) -> … }`.
//!
//! The second message is of the route: its handler needs what is no dependency. Mending the first mends it.

use auth_runtime::prelude::*;

#[derive(Clone, PartialEq)]
struct Can(&'static str);

#[depends(Can("users:read"))]
async fn list_users() -> &'static str {
    "[]"
}

fn main() {
    let _ = ApiRouter::<()>::new("/users").route("/", get(list_users));
}
