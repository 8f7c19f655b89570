//! An `ApiRouter` is given its state before it is built.
//!
//! Fix: write `.build()?.with_state(…)`.

use auth_runtime::prelude::*;
#[depends]
async fn me() -> &'static str {
    "me"
}

fn main() {
    let _: axum::Router = ApiRouter::<()>::new("").route("/me", get(me)).with_state(());
}
