//! The extractor of the body is not the last parameter.
//!
//! Fix: make it the last parameter: `create_user(State(()): State<()>, Json(name): Json<String>)`.

use auth_runtime::prelude::*;
use axum::Json;

#[depends]
async fn create_user(Json(name): Json<String>, State(()): State<()>) -> String {
    name
}

fn main() {
    let _ = ApiRouter::<()>::new("/users").route("/", post(create_user));
}
