//! `#[debug_handler]` is above `#[depends]`.
//!
//! Fix: remove `#[debug_handler]`: it does not understand `#[depends]` on parameters, and reports what it misread.
//!
//! Errors: 2, for one mistake: `#[debug_handler]` is expanded first, and adds a call of the function as it found it,
//! which `#[depends]` does not see.

use auth_runtime::prelude::*;

#[dependency]
fn current_user() -> String {
    String::new()
}

#[axum::debug_handler]
#[depends]
async fn me(#[depends(current_user)] user: String, State(()): State<()>) -> String {
    user
}

fn main() {}
