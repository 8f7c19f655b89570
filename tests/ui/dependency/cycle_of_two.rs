//! Two dependencies depend on each other.
//!
//! Fix: move what both need into a third dependency, and use `#[depends(third)]` in each.

use auth_runtime::prelude::*;

#[dependency]
async fn first(#[depends(second)] value: u32) -> u32 {
    value
}

#[dependency]
async fn second(#[depends(first)] value: u32) -> u32 {
    value
}

#[depends(first)]
async fn list_users() -> &'static str {
    "[]"
}

fn main() {
    let _ = ApiRouter::<()>::new("/users").route("/", get(list_users));
}
