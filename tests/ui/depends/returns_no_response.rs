//! The value that a handler returns is not a response.
//!
//! Fix: return `Json<User>`, or write `impl IntoResponse for User`.

use auth_runtime::prelude::*;

struct User;

#[depends]
async fn me() -> User {
    User
}

fn main() {}
