//! A handler takes the `Result` of a dependency.
//!
//! Fix: write `name: String`: after an `Err`, the handler is not called. To call it anyway, write `#[depends(Optional(check_auth))] name: Option<String>`.
//!
//! Rustc's suggestion does not fit in `#[depends]`.

use auth_runtime::prelude::*;
#[dependency]
async fn check_auth(_request: &Parts) -> Result<String, HttpError> {
    Ok(String::new())
}

#[depends]
async fn me(#[depends(check_auth)] name: Result<String, HttpError>) -> String {
    name.unwrap_or_default()
}

fn main() {}
