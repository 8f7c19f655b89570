//! `#[utoipa::path]` is below `#[depends]`.
//!
//! Fix: move `#[utoipa::path(…)]` above `#[depends]`.
//!
//! Other attributes can be in any order: `#[tracing::instrument]`, for example, can be above or below.

use auth_runtime::prelude::*;

mod utoipa {
    pub use tracing::instrument as path;
}

#[depends]
#[utoipa::path]
async fn list_users() -> &'static str {
    "[]"
}

fn main() {}
