//! A test replaces the value of a dependency with one of another type.
//!
//! Fix: write `.with_value(current_user, String::from("ann"))`.

use auth_runtime::Overrides;
use auth_runtime::prelude::*;

#[dependency]
async fn current_user() -> String {
    String::from("ann")
}

fn main() {
    let _ = Overrides::<()>::new().with_value(current_user, 7_u32);
}
