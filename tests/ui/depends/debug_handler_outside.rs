//! `#[debug_handler]` stands over `#[depends]`.
//!
//! Fix: remove `#[debug_handler]`: it does not know `#[depends]` on parameters, and its message is about what it misread.
//!
//! Errors: 2, for one mistake: `#[debug_handler]` stands first, and writes beside the function a call of it as it
//! found it. Of that `#[depends]` sees nothing.

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
