//! A route calls its handler.
//!
//! Fix: write `get(me)`.

use auth_runtime::prelude::*;
#[depends]
async fn me() -> &'static str {
    "me"
}

fn main() {
    let _ = ApiRouter::<()>::new("").route("/me", get(me()));
}
