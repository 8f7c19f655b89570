//! The body of a request is read into a type that is not `Deserialize`.
//!
//! Fix: write `#[derive(serde::Deserialize)]` on `Note`.

use auth_runtime::prelude::*;
use axum::Json;

struct Note(String);

#[depends]
async fn create(Json(note): Json<Note>) -> String {
    note.0
}

fn main() {
    let _ = ApiRouter::<()>::new("/notes").route("/", post(create));
}
