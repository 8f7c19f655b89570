//! A handler also has `#[dependency]`.
//!
//! Fix: remove one of the two attributes.

use auth_runtime::prelude::*;

#[depends]
#[dependency]
async fn list_users() -> &'static str {
    "[]"
}

fn main() {}
