//! An `ApiRouter` is nested, as routers of axum are.
//!
//! Fix: write `.include(ApiRouter::new("/users")…)`; for a router of axum, `.mount("/files", router)`.

use auth_runtime::prelude::*;
#[depends]
async fn me() -> &'static str {
    "me"
}

fn main() {
    let users = ApiRouter::new("").route("/me", get(me));
    let _ = ApiRouter::<()>::new("").nest("/users", users);
}
