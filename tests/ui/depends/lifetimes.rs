//! A parameter of a handler has a named lifetime.
//!
//! Fix: write `request: &Parts`, and remove `<'a>`.

use auth_runtime::prelude::*;

#[depends]
async fn show<'a>(request: &'a Parts) -> String {
    request.uri.path().to_owned()
}

fn main() {}
