//! The mistake is in the body of a handler, and has nothing to do with the macros.
//!
//! Fix: correct it as in any other function.

use auth_runtime::prelude::*;

#[derive(Clone)]
struct Db;

#[depends]
async fn list_users(State(db): State<Db>) -> &'static str {
    db.users()
}

fn main() {}
