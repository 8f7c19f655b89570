//! A handler is used as a dependency.
//!
//! Fix: put `#[dependency]` on the function that should guard the routes, and name that function.

use auth_runtime::prelude::*;

#[depends]
async fn list_users() -> &'static str {
    "[]"
}

fn main() {
    let _ = ApiRouter::<()>::new("/users").depends(list_users);
}
