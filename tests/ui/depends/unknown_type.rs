//! The type of a parameter does not exist.
//!
//! Fix: correct the name, or import it.

use auth_runtime::prelude::*;

#[depends]
async fn list_users(State(_db): State<Database>) -> &'static str {
    "[]"
}

fn main() {}
