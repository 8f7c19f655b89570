//! A handler stands where a dependency is wanted.
//!
//! Fix: put `#[dependency]` on the function that is to guard, and name that one.

use auth_runtime::prelude::*;

#[depends]
async fn list_users() -> &'static str {
    "[]"
}

fn main() {
    let _ = ApiRouter::<()>::new("/users").depends(list_users);
}
