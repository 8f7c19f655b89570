//! The value of a dependency borrows from the request.
//!
//! Fix: return an owned value: `String` instead of `&str`.
//!
//! Errors: 3, one for each function.

use auth_runtime::prelude::*;

#[dependency]
async fn path(request: &Parts) -> &str {
    request.uri.path()
}

#[dependency]
async fn path_or_error(request: &Parts) -> Result<&str, HttpError> {
    Ok(request.uri.path())
}

#[dependency]
async fn query(request: &Parts) -> Option<std::borrow::Cow<'_, str>> {
    request.uri.query().map(Into::into)
}

fn main() {}
