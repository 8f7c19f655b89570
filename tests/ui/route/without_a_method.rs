//! A route is given a handler without a method.
//!
//! Fix: write `.route("/me", get(me))`.

use auth_runtime::prelude::*;
#[depends]
async fn me() -> &'static str {
    "me"
}

fn main() {
    let _ = ApiRouter::<()>::new("").route("/me", me);
}
