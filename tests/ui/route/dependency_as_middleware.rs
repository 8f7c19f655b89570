//! A dependency is passed to `from_fn`.
//!
//! Fix: write `.depends(check_auth)`.

use auth_runtime::prelude::*;
#[dependency]
async fn check_auth(_request: &Parts) -> Result<String, HttpError> {
    Ok(String::new())
}

#[depends]
async fn me() -> &'static str {
    "me"
}

fn main() {
    let middleware = axum::middleware::from_fn(check_auth);
    let _ = ApiRouter::<()>::new("").route("/me", get(me)).layer(middleware);
}
