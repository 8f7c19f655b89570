use auth_runtime::prelude::*;

struct User;

#[depends]
async fn me() -> User {
    User
}

fn main() {}
