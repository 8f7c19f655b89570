//! A handler returns `impl Trait` with a trait that does not make it a response.
//!
//! Fix: write `impl IntoResponse`, or the type itself.

use auth_runtime::prelude::*;
use std::fmt::Display;

#[depends]
async fn me() -> impl Display {
    "me"
}

fn main() {}
