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
