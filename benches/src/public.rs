//! No dependency at all.

use auth_runtime::prelude::*;
use axum::Router;

#[public]
async fn open() -> &'static str {
    "done"
}

pub fn floor() -> Router {
    Router::new().route("/", axum::routing::get(async || "done"))
}

pub fn ours() -> Router {
    Router::new().route("/", axum::routing::get(open))
}

pub fn api_router() -> Router {
    ApiRouter::new("").route("/", get(open)).build().expect("no mistake")
}
