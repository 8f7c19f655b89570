//! In plain axum: the mistake of the same name in `route`.

use axum::Router;
use axum::extract::State;
use axum::routing::get;

struct Page(u32);

async fn list_users(page: Page, State(()): State<()>) -> String {
    page.0.to_string()
}

fn main() {
    let _ = Router::<()>::new().route("/", get(list_users));
}
