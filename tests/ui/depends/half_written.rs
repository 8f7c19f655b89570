//! The body of a handler is being written.
//!
//! Fix: finish the statement; all else of the handler is known meanwhile.
//!
//! Errors: 3, the same that rustc has for this body without the macro: two of them before it is asked.

use auth_runtime::prelude::*;

#[derive(Clone)]
struct Db;

#[depends]
async fn list_users(State(db): State<Db>) -> &'static str {
    let users = db.
}

fn main() {}
