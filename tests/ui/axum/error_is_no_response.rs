//! In plain axum: the mistake of the same name in `depends`.

use axum::Router;
use axum::routing::get;

struct Refused;

async fn me() -> Result<String, Refused> {
    Err(Refused)
}

fn main() {
    let _ = Router::<()>::new().route("/", get(me));
}
