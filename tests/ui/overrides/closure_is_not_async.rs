//! A test replaces a dependency with a closure that is not `async`.
//!
//! Fix: write `.replace(current_user, async || "ann".to_owned())`, or `.with_value(current_user, "ann".to_owned())`.

use auth_runtime::Overrides;
use auth_runtime::prelude::*;
#[dependency]
fn current_user() -> String {
    "bob".to_owned()
}

fn main() {
    let _ = Overrides::<()>::new().replace(current_user, || "ann".to_owned());
}
