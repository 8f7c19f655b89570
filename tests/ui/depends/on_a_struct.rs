//! `#[depends]` is on a struct.
//!
//! Fix: put it on an `async fn`.

use auth_runtime::prelude::*;

#[depends]
struct Users;

fn main() {}
