use auth_runtime::prelude::*;
use axum::Json;

#[dependency]
async fn check_form(Json(name): Json<String>) -> String {
    name
}

fn main() {
    let _ = ApiRouter::<()>::new("/users").depends(check_form);
}
