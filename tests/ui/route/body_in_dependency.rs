//! A dependency reads the body.
//!
//! Fix: take `Json(name): Json<String>` in the handler; dependencies see only the head of the request.

use auth_runtime::prelude::*;
use axum::Json;

#[dependency]
async fn check_form(Json(name): Json<String>) -> String {
    name
}

fn main() {
    let _ = ApiRouter::<()>::new("/users").depends(check_form);
}
