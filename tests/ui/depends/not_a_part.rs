use auth_runtime::prelude::*;

#[depends]
async fn list_users(name: &String, body: String) -> String {
    body + name
}

fn main() {}
