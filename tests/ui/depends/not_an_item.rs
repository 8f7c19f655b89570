use auth_runtime::prelude::*;

#[depends("session", 1 + 1, |request| true, check_auth!(), &check_auth, (check_auth), [check_auth])]
async fn list_users() -> &'static str {
    "[]"
}

fn main() {}
