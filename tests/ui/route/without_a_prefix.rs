//! An `ApiRouter` is created without a prefix.
//!
//! Fix: write `ApiRouter::new("")`, or `ApiRouter::new("/users")`.

use auth_runtime::prelude::*;
#[depends]
async fn me() -> &'static str {
    "me"
}

fn main() {
    let _ = ApiRouter::<()>::new().route("/me", get(me));
}
