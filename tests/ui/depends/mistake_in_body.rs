//! The mistake is in the body: the macros have no part in it.
//!
//! Fix: mend it as in any function.

use auth_runtime::prelude::*;

#[derive(Clone)]
struct Db;

#[depends]
async fn list_users(State(db): State<Db>) -> &'static str {
    db.users()
}

fn main() {}
