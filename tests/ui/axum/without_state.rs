//! In plain axum: the mistake of the same name in `route`.

use axum::Router;
use axum::extract::State;
use axum::routing::get;

#[derive(Clone)]
struct AppState;

async fn me(State(_state): State<AppState>) -> &'static str {
    "me"
}

fn app() -> Router {
    Router::<AppState>::new().route("/me", get(me))
}

fn main() {
    let _ = app();
}
