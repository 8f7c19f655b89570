//! The body of a handler is still being written.
//!
//! Fix: finish the statement; until then, everything else about the handler is already known.
//!
//! Errors: 3, the same as rustc reports for this body without the macro: two of them before the macro runs.

use auth_runtime::prelude::*;

#[derive(Clone)]
struct Db;

#[depends]
async fn list_users(State(db): State<Db>) -> &'static str {
    let users = db.
}

fn main() {}
