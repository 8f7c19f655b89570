//! A response is borrowed, and from no parameter.
//!
//! Fix: write `&'static str`.

use auth_runtime::prelude::*;
#[depends]
async fn hello() -> &str {
    "hello"
}

fn main() {}
