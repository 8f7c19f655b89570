//! A parameter for the state has its type, and is not `State`.
//!
//! Fix: write `State(db): State<Db>`.

use auth_runtime::prelude::*;

#[derive(Clone)]
struct Db;

#[depends]
async fn count(_db: Db) -> &'static str {
    "0"
}

fn main() {
    let _ = ApiRouter::<Db>::new("").route("/", get(count));
}
