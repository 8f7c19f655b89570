//! The state is not `Clone`.
//!
//! Fix: write `#[derive(Clone)]` over it; what it holds may be in an `Arc`.

use auth_runtime::prelude::*;
struct AppState;

#[depends]
async fn me() -> &'static str {
    "me"
}

fn main() {
    let _ = ApiRouter::<AppState>::new("").route("/me", get(me));
}
