//! A built router is not given its state.
//!
//! Fix: write `.build()?.with_state(state)`.

use auth_runtime::prelude::*;
#[derive(Clone)]
struct AppState;

#[depends]
async fn me(State(_state): State<AppState>) -> &'static str {
    "me"
}

fn app() -> Result<axum::Router, auth_runtime::BuildError> {
    ApiRouter::<AppState>::new("").route("/me", get(me)).build()
}

fn main() {
    let _ = app();
}
