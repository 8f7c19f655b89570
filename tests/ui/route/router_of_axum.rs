//! A router of axum takes the `get` of an `ApiRouter`.
//!
//! Fix: write `ApiRouter::new("")` in the place of `axum::Router::new()`; in a router of axum, `axum::routing::get(me)`.

use auth_runtime::prelude::*;
use axum::Router;

#[depends]
async fn me() -> &'static str {
    "me"
}

fn main() {
    let _: Router = Router::new().route("/me", get(me));
}
