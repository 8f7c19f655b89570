//! The list names a dependency in quotation marks.
//!
//! Fix: write `#[depends(check_auth)]`.

use auth_runtime::prelude::*;
#[dependency]
async fn check_auth(_request: &Parts) -> Result<String, HttpError> {
    Ok(String::new())
}

#[depends("check_auth")]
async fn list_users() -> &'static str {
    "[]"
}

fn main() {}
