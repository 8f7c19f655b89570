//! The state of the application does not contain what a dependency of a dependency takes.
//!
//! Fix: write `impl FromRef<AppState> for Tokens`.

use auth_runtime::prelude::*;

#[derive(Clone)]
struct Tokens;

#[derive(Clone)]
struct AppState;

#[dependency]
async fn check_auth(State(_tokens): State<Tokens>) -> Result<(), HttpError> {
    Ok(())
}

#[dependency]
async fn current_user(#[depends(check_auth)] _session: ()) -> String {
    String::new()
}

#[depends(current_user)]
async fn list_users() -> &'static str {
    "[]"
}

fn main() {
    let _ = ApiRouter::<AppState>::new("/users").route("/", get(list_users));
}
