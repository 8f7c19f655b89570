//! An `ApiRouter` is merged, as routers of axum are.
//!
//! Fix: `.include(child)`, whose prefix is in its `ApiRouter::new("/users")`.

use auth_runtime::prelude::*;
#[depends]
async fn me() {}

fn main() {
    let users = ApiRouter::<()>::new("/users").route("/me", get(me));
    let _ = ApiRouter::<()>::new("").merge(users);
}
