//! The prefix of an included router is passed to `include`.
//!
//! Fix: write `.include(ApiRouter::new("/users")…)`.

use auth_runtime::prelude::*;
#[depends]
async fn me() -> &'static str {
    "me"
}

fn main() {
    let users = ApiRouter::new("").route("/me", get(me));
    let _ = ApiRouter::<()>::new("").include("/users", users);
}
