//! The value is borrowed, and from no parameter.
//!
//! Fix: return an owned value, `String` or a clone of what the state holds.

use auth_runtime::prelude::*;
#[derive(Clone)]
struct Settings;

#[dependency]
async fn settings(State(settings): State<Settings>) -> &Settings {
    &settings
}

fn main() {}
