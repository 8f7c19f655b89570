//! In plain axum: the mistake of the same name in `depends`.

use axum::Router;
use axum::routing::get;

async fn list_users(name: &String, body: String) -> String {
    body + name
}

fn main() {
    let _ = Router::<()>::new().route("/", get(list_users));
}
