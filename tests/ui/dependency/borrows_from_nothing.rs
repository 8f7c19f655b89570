//! The value of a dependency is borrowed, but there is no parameter to borrow it from.
//!
//! Fix: return an owned value, such as `String` or a clone of something in the state.

use auth_runtime::prelude::*;
#[derive(Clone)]
struct Settings;

#[dependency]
async fn settings(State(settings): State<Settings>) -> &Settings {
    &settings
}

fn main() {}
