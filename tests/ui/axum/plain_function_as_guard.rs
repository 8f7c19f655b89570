//! In plain axum: the mistake of the same name in `route`.

use axum::Router;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::middleware::from_fn;
use axum::routing::get;

async fn check_auth(_request: &Parts) -> Result<(), StatusCode> {
    Ok(())
}

fn main() {
    let _ = Router::<()>::new()
        .route("/", get(async || "[]"))
        .route_layer(from_fn(check_auth));
}
