//! A parameter has a named lifetime.
//!
//! Fix: write `request: &Parts`, and remove `<'a>`.

use auth_runtime::prelude::*;

#[dependency]
async fn path<'a>(request: &'a Parts) -> String {
    request.uri.path().to_owned()
}

fn main() {}
