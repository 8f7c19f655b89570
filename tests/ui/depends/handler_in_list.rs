use auth_runtime::prelude::*;

#[depends]
async fn me() -> &'static str {
    "me"
}

#[depends(me)]
async fn list_users() -> &'static str {
    "[]"
}

fn main() {}
