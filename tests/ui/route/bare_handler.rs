//! A handler in an `ApiRouter` says nothing about access.
//!
//! Fix: write `#[depends]` or `#[public]` over `list_users`.

use auth_runtime::prelude::*;

async fn list_users(State(()): State<()>) -> &'static str {
    "[]"
}

fn main() {
    let _ = ApiRouter::<()>::new("/users").route("/", get(list_users));
}
