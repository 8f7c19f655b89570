//! A response is borrowed, but there is no parameter to borrow it from.
//!
//! Fix: write `&'static str`.

use auth_runtime::prelude::*;
#[depends]
async fn hello() -> &str {
    "hello"
}

fn main() {}
