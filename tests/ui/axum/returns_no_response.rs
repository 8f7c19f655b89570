//! In plain axum: the mistake of the same name in `depends`.

use axum::Router;
use axum::routing::get;

struct User;

async fn me() -> User {
    User
}

fn main() {
    let _ = Router::<()>::new().route("/", get(me));
}
