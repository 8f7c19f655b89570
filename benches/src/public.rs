//! No dependency at all.

use auth_runtime::prelude::*;
use axum::Router;

#[public]
async fn open() -> &'static str {
    "done"
}

pub(crate) fn floor() -> Router {
    Router::new().route("/", axum::routing::get(async || "done"))
}

pub(crate) fn ours() -> Router {
    Router::new().route("/", axum::routing::get(open))
}

pub(crate) fn api_router() -> Router {
    ApiRouter::new("")
        .route("/", get(open))
        .build()
        .expect("no mistake")
}
