//! In plain axum: the mistake of the same name in `route`.

use axum::Json;
use axum::Router;
use axum::extract::State;
use axum::routing::post;

async fn create_user(Json(name): Json<String>, State(()): State<()>) -> String {
    name
}

fn main() {
    let _ = Router::<()>::new().route("/", post(create_user));
}
