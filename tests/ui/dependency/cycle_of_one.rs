//! A dependency needs itself.
//!
//! Fix: take the value of another dependency, or make it in the body.

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
