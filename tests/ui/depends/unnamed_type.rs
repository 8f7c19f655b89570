//! The type of a parameter is left to inference.
//!
//! Fix: write the type: `State<Database>`.

use auth_runtime::prelude::*;

#[depends]
async fn list_users(State(_db): State<_>) -> &'static str {
    "[]"
}

fn main() {
    let _ = ApiRouter::<()>::new("/users").route("/", get(list_users).post(list_users));
}
