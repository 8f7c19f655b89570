//! The state of a router is not `Clone`.
//!
//! Fix: add `#[derive(Clone)]` to it, and wrap what cannot be cloned in an `Arc`.

use auth_runtime::prelude::*;
struct AppState;

#[depends]
async fn me() -> &'static str {
    "me"
}

fn main() {
    let _ = ApiRouter::<AppState>::new("").route("/me", get(me));
}
