//! A handler is generic.
//!
//! Fix: write `async fn show_users(State(users): State<Users>)`, and let it call the generic function.

use auth_runtime::prelude::*;

#[depends]
async fn show<T: Clone + Send + Sync + 'static>(State(_value): State<T>) -> &'static str {
    "[]"
}

fn main() {}
