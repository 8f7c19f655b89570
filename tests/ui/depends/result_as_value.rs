//! A handler takes the `Result` of a dependency.
//!
//! Fix: write `name: String`: of an `Err` the handler never hears. To hear of it, write `#[depends(Optional(check_auth))] name: Option<String>`.
//!
//! What rustc suggests does not belong in `#[depends]`.

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
