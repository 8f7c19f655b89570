//! `#[utoipa::path]` stands under `#[depends]`.
//!
//! Fix: write `#[utoipa::path(…)]` over `#[depends]`.
//!
//! The order of other attributes is free: `#[tracing::instrument]`, for one, may stand on either side.

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
