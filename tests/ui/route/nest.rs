//! An `ApiRouter` is nested like a router of axum.
//!
//! Fix: write `.include(ApiRouter::new("/users")…)`, or for a router of axum `.mount("/files", router)`.

use auth_runtime::prelude::*;
#[depends]
async fn me() -> &'static str {
    "me"
}

fn main() {
    let users = ApiRouter::new("").route("/me", get(me));
    let _ = ApiRouter::<()>::new("").nest("/users", users);
}
