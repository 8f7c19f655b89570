//! The state of the application does not contain what a dependency of two routes takes.
//!
//! Fix: write `impl FromRef<AppState> for Tokens`.
//!
//! Errors: 2, one for each route, as in axum: a dependency works with any state that has its parts, and only a
//! route says which state that is.

use auth_runtime::prelude::*;
#[derive(Clone)]
struct Tokens;

#[derive(Clone)]
struct AppState;

#[dependency]
async fn check_auth(State(_tokens): State<Tokens>) -> Result<(), HttpError> {
    Ok(())
}

#[depends(check_auth)]
async fn list_users() -> &'static str {
    "[]"
}

#[depends(check_auth)]
async fn list_roles() -> &'static str {
    "[]"
}

fn main() {
    let _ = ApiRouter::<AppState>::new("")
        .route("/users", get(list_users))
        .route("/roles", get(list_roles));
}
