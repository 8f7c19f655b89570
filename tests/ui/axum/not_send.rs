//! In plain axum: the mistake of the same name in `depends`.

use axum::Router;
use axum::routing::get;

async fn list_users() -> &'static str {
    let counter = std::rc::Rc::new(());
    tokio::task::yield_now().await;
    drop(counter);
    "[]"
}

fn main() {
    let _ = Router::<()>::new().route("/", get(list_users));
}
