//! An item of the list has an attribute.
//!
//! Fix: write the list twice: `#[cfg_attr(unix, depends(check_auth))]` and `#[cfg_attr(not(unix), depends)]`.

use auth_runtime::prelude::*;

#[dependency]
fn check_auth() -> u32 {
    1
}

#[depends(#[cfg(false)] check_auth)]
async fn list_users() -> &'static str {
    "[]"
}

fn main() {}
