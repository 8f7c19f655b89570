//! Nothing says what the state of a router is.
//!
//! Fix: write `ApiRouter::<AppState>::new("")`, or `ApiRouter::<()>::new("")` where there is none.

use auth_runtime::prelude::*;
#[depends]
async fn me() -> &'static str {
    "me"
}

fn main() {
    let _ = ApiRouter::new("").route("/me", get(me)).build();
}
