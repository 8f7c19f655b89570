//! In plain axum: the mistake of the same name in `depends`.

use axum::Router;
use axum::extract::State;
use axum::routing::get;

async fn show<T: Clone + Send + Sync + 'static>(State(_value): State<T>) -> &'static str {
    "[]"
}

fn main() {
    let _ = Router::<()>::new().route("/", get(show));
}
