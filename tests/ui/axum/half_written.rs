//! In plain axum: the mistake of the same name in `depends`.

use axum::Router;
use axum::extract::State;
use axum::routing::get;

#[derive(Clone)]
struct Db;

async fn list_users(State(db): State<Db>) -> &'static str {
    let users = db.
}

fn main() {
    let _ = Router::<Db>::new().route("/", get(list_users));
}
