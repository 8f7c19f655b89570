//! In plain axum: the mistake of the same name in `route`.

use axum::Json;
use axum::Router;
use axum::routing::post;

async fn create_user(Json(name): Json<String>, body: String) -> String {
    name + &body
}

fn main() {
    let _ = Router::<()>::new().route("/", post(create_user));
}
