//! The result of `build` is not checked.
//!
//! Fix: write `.build()?.with_state(…)`: an `Err` reports all mistakes of the router at once.

use auth_runtime::prelude::*;
#[depends]
async fn me() -> &'static str {
    "me"
}

fn main() {
    let _: axum::Router = ApiRouter::<()>::new("").route("/me", get(me)).build().with_state(());
}
