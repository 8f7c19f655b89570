use auth_runtime::prelude::*;

#[depends]
async fn list_users(State(_db): State<_>) -> &'static str {
    "[]"
}

fn main() {}
