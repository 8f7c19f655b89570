//! A dependency depends on itself.
//!
//! Fix: depend on something else, or compute the value in the body.

use auth_runtime::prelude::*;

#[dependency]
async fn first(#[depends(first)] value: u32) -> u32 {
    value
}

#[depends(first)]
async fn list_users() -> &'static str {
    "[]"
}

fn main() {
    let _ = ApiRouter::<()>::new("/users").route("/", get(list_users));
}
