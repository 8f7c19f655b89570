//! A handler has no body.
//!
//! Fix: write `{ … }` instead of `;`.

use auth_runtime::prelude::*;

#[depends]
async fn list_users() -> &'static str;

fn main() {}
