//! In plain axum: the mistake of the same name in `depends`.

use axum::Router;
use axum::extract::State;
use axum::routing::get;

async fn list_users(State(_db): State<Database>) -> &'static str {
    "[]"
}

fn main() {
    let _ = Router::<()>::new().route("/", get(list_users));
}
