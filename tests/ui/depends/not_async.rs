use auth_runtime::prelude::*;

#[depends]
fn list_users() -> &'static str {
    "[]"
}

fn main() {}
