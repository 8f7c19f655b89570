//! A test replaces what is no dependency.
//!
//! Fix: name the dependency; a plain function is replaced by nobody.

use auth_runtime::Overrides;

async fn current_user() -> String {
    String::from("ann")
}

fn main() {
    let _ = Overrides::<()>::new().with_value(current_user, String::from("bob"));
}
