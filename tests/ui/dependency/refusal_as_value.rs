//! A dependency returns its refusal as the value.
//!
//! Fix: return `Result<(), HttpError>`, and refuse with `Err(StatusCode::FORBIDDEN.into())`.
//!
//! Errors: 4, one for each function.

use auth_runtime::prelude::*;

#[dependency]
fn is_admin() -> StatusCode {
    StatusCode::FORBIDDEN
}

#[dependency]
fn refusal() -> Option<HttpError> {
    Some(StatusCode::FORBIDDEN.into())
}

#[dependency]
fn with_a_text() -> (StatusCode, &'static str) {
    (StatusCode::FORBIDDEN, "not for you")
}

#[dependency]
async fn twice() -> Result<Result<(), HttpError>, HttpError> {
    Ok(Err(StatusCode::FORBIDDEN.into()))
}

#[depends(is_admin, refusal, with_a_text, twice)]
async fn list_users() -> &'static str {
    "[]"
}

fn main() {
    let _ = ApiRouter::<()>::new("/users").route("/", get(list_users));
}
