//! What `build` says is not looked at.
//!
//! Fix: write `.build()?.with_state(…)`: an `Err` says all mistakes of the routes at once.

use auth_runtime::prelude::*;
#[depends]
async fn me() -> &'static str {
    "me"
}

fn main() {
    let _: axum::Router = ApiRouter::<()>::new("").route("/me", get(me)).build().with_state(());
}
