use auth_runtime::prelude::*;

#[depends]
#[dependency]
async fn list_users() -> &'static str {
    "[]"
}

fn main() {}
