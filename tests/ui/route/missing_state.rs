//! The state of the application does not contain what a handler takes as `State`.
//!
//! Fix: write `impl FromRef<AppState> for Db`, or add `#[derive(FromRef)]` to `AppState` and a field `db: Db`.

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
