//! The type of the state of a router is unknown.
//!
//! Fix: write `ApiRouter::<AppState>::new("")`, or `ApiRouter::<()>::new("")` if there is no state.

use auth_runtime::prelude::*;
#[depends]
async fn me() -> &'static str {
    "me"
}

fn main() {
    let _ = ApiRouter::new("").route("/me", get(me)).build();
}
