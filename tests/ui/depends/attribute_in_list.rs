use auth_runtime::prelude::*;

#[dependency]
fn check_auth() -> u32 {
    1
}

#[depends(#[cfg(false)] check_auth)]
async fn list_users() -> &'static str {
    "[]"
}

fn main() {}
