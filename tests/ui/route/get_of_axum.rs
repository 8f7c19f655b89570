//! An `ApiRouter` is given axum's `get`.
//!
//! Fix: import `get` from `auth_runtime::prelude`, or write `auth_runtime::routing::get(me)`.

use auth_runtime::prelude::*;
#[depends]
async fn me() -> &'static str {
    "me"
}

fn main() {
    let _ = ApiRouter::<()>::new("").route("/me", axum::routing::get(me));
}
