//! A test replaces something that is not a dependency.
//!
//! Fix: name a dependency; a plain function cannot be replaced.

use auth_runtime::Overrides;

async fn current_user() -> String {
    String::from("ann")
}

fn main() {
    let _ = Overrides::<()>::new().with_value(current_user, String::from("bob"));
}
