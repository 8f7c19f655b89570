//! An `ApiRouter` is merged like a router of axum.
//!
//! Fix: write `.include(child)`; the prefix of the child belongs in its `ApiRouter::new("/users")`.

use auth_runtime::prelude::*;
#[depends]
async fn me() {}

fn main() {
    let users = ApiRouter::<()>::new("/users").route("/me", get(me));
    let _ = ApiRouter::<()>::new("").merge(users);
}
