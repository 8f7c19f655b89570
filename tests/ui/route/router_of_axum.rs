//! A router of axum is given the `get` of an `ApiRouter`.
//!
//! Fix: write `ApiRouter::new("")` instead of `axum::Router::new()`, or in a router of axum `axum::routing::get(me)`.

use auth_runtime::prelude::*;
use axum::Router;

#[depends]
async fn me() -> &'static str {
    "me"
}

fn main() {
    let _: Router = Router::new().route("/me", get(me));
}
