//! A handler also carries `#[dependency]`.
//!
//! Fix: remove one of the two macros.

use auth_runtime::prelude::*;

#[depends]
#[dependency]
async fn list_users() -> &'static str {
    "[]"
}

fn main() {}
