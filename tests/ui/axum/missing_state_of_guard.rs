//! In plain axum: the mistake of the same name in `route`.

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use axum::routing::get;

#[derive(Clone)]
struct Tokens;

#[derive(Clone)]
struct AppState;

async fn check_auth(State(_tokens): State<Tokens>, request: Request, next: Next) -> Response {
    next.run(request).await
}

fn main() {
    let _ = Router::<AppState>::new()
        .route("/", get(async || "[]"))
        .route_layer(from_fn_with_state(AppState, check_auth));
}
