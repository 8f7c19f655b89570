use auth_runtime::prelude::*;

#[derive(Clone)]
struct Db;

#[depends]
async fn list_users(State(db): State<Db>) -> &'static str {
    let users = db.
}

fn main() {}
