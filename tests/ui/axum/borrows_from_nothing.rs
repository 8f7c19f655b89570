//! In plain axum: the mistake of the same name in `depends`.

use axum::Router;
use axum::routing::get;

async fn hello() -> &str {
    "hello"
}

fn main() {
    let _: Router = Router::new().route("/", get(hello));
}
