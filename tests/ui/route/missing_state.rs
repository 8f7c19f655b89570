//! The application's state does not hold what a handler takes as `State`.
//!
//! Fix: write `impl FromRef<AppState> for Db`, or `#[derive(FromRef)]` over `AppState` with a field `db: Db`.

use auth_runtime::prelude::*;

#[derive(Clone)]
struct Db;

#[derive(Clone)]
struct AppState;

#[depends]
async fn list_users(State(_db): State<Db>) -> &'static str {
    "[]"
}

fn main() {
    let _ = ApiRouter::<AppState>::new("/users").route("/", get(list_users));
}
