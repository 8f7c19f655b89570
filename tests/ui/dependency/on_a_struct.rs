//! `#[dependency]` is on a struct.
//!
//! Fix: put it on `impl Can { async fn call(&self) -> … }`.

use auth_runtime::prelude::*;

#[dependency]
#[derive(Clone, PartialEq)]
struct Can(&'static str);

fn main() {}
