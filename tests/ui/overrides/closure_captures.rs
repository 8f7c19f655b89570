//! A test replaces a dependency with an async closure that owns the value.
//!
//! Fix: `.with_value(current_user, name)`, or a closure that returns a future of its own:
//! `move || { let name = name.clone(); async move { name } }`.

use auth_runtime::Overrides;
use auth_runtime::prelude::*;
#[dependency]
fn current_user() -> String {
    "bob".to_owned()
}

fn main() {
    let name = "ann".to_owned();
    let _ = Overrides::<()>::new().replace(current_user, async move || name.clone());
}
