//! A handler in an `ApiRouter` is a closure.
//!
//! Fix: write a function with `#[depends]` or `#[public]`.

use auth_runtime::prelude::*;

fn main() {
    let _ = ApiRouter::<()>::new("/users").route("/", get(|| async { "[]" }));
}
