//! A dependency reads the body.
//!
//! Fix: let the handler take `Json(name): Json<String>`; dependencies see the head only.

use auth_runtime::prelude::*;
use axum::Json;

#[dependency]
async fn check_form(Json(name): Json<String>) -> String {
    name
}

fn main() {
    let _ = ApiRouter::<()>::new("/users").depends(check_form);
}
