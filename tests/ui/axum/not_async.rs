//! In plain axum: the mistake of the same name in `depends`.

use axum::Router;
use axum::routing::get;

fn list_users() -> &'static str {
    "[]"
}

fn main() {
    let _ = Router::<()>::new().route("/", get(list_users));
}
