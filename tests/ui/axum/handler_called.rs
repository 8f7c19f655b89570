//! In plain axum: the mistake of the same name in `route`.

use axum::Router;
use axum::routing::get;

async fn me() -> &'static str {
    "me"
}

fn main() {
    let _: Router = Router::new().route("/me", get(me()));
}
