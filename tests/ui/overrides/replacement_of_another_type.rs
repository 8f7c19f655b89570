//! A test replaces a dependency with one whose value has another type.
//!
//! Fix: write `async || String::from("ann")`.

use auth_runtime::Overrides;
use auth_runtime::prelude::*;

#[dependency]
async fn current_user() -> String {
    String::from("ann")
}

fn main() {
    let _ = Overrides::<()>::new().replace(current_user, async || 7_u32);
}
