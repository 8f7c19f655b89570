//! `#[depends]` is on an associated function that uses `Self`.
//!
//! Fix: move the function out of the `impl` block.

use auth_runtime::prelude::*;
use axum::Json;

#[derive(serde::Serialize)]
struct Users {
    names: Vec<String>,
}

impl Users {
    #[depends]
    async fn list() -> Json<Self> {
        Json(Users { names: Vec::new() })
    }
}

fn main() {}
