//! The list names a variant that does not exist.
//!
//! Fix: correct its name: `#[depends(Role::Admin)]`.

use auth_runtime::prelude::*;

#[derive(Clone, PartialEq)]
enum Role {
    Admin,
}

#[dependency]
impl Role {
    fn call(&self) -> u32 {
        1
    }
}

#[depends(Role::Amdin)]
async fn list_users() -> &'static str {
    "[]"
}

fn main() {}
