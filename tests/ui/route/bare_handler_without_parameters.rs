//! A handler without parameters in an `ApiRouter` says nothing about access.
//!
//! Fix: write `#[depends]` or `#[public]` over `list_users`.

use auth_runtime::prelude::*;

async fn list_users() -> &'static str {
    "[]"
}

fn main() {
    let _ = ApiRouter::<()>::new("/users").route("/", get(list_users));
}
