//! In plain axum: the mistake of the same name in `route`.

use axum::Router;
use axum::extract::State;
use axum::routing::get;

#[derive(Clone)]
struct Db;

#[derive(Clone)]
struct AppState;

async fn list_users(State(_db): State<Db>) -> &'static str {
    "[]"
}

fn main() {
    let _ = Router::<AppState>::new().route("/", get(list_users));
}
