//! A handler returns `impl` of a trait that responses do not have.
//!
//! Fix: write `impl IntoResponse`, or the type.

use auth_runtime::prelude::*;
use std::fmt::Display;

#[depends]
async fn me() -> impl Display {
    "me"
}

fn main() {}
