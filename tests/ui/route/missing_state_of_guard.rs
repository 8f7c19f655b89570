//! The state of the application does not contain what a dependency of a router takes.
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

fn main() {
    let _ = ApiRouter::<AppState>::new("/users").depends(check_auth);
}
