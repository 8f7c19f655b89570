//! Two parameters of a handler read the body.
//!
//! Fix: take the body once, in a type that contains everything, such as `Json(new): Json<NewUser>`.

use auth_runtime::prelude::*;
use axum::Json;

#[depends]
async fn create_user(Json(name): Json<String>, body: String) -> String {
    name + &body
}

fn main() {
    let _ = ApiRouter::<()>::new("/users").route("/", post(create_user));
}
