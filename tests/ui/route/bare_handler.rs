//! A handler in an `ApiRouter` does not say who may call it.
//!
//! Fix: put `#[depends]` or `#[public]` on `list_users`.

use auth_runtime::prelude::*;

async fn list_users(State(()): State<()>) -> &'static str {
    "[]"
}

fn main() {
    let _ = ApiRouter::<()>::new("/users").route("/", get(list_users));
}
