//! In plain axum: the mistake of the same name in `route`.

use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use axum::routing::get;
use axum::{Json, Router};

async fn check_form(Json(_name): Json<String>, request: Request, next: Next) -> Response {
    next.run(request).await
}

fn main() {
    let _ = Router::<()>::new()
        .route("/", get(async || "[]"))
        .route_layer(from_fn(check_form));
}
