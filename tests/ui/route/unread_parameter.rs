//! `#[depends]` stands on a parameter of a function that is neither a dependency nor a handler.
//!
//! Fix: write `#[depends]` over the function, too; what is no handler gets values from its caller.

use auth_runtime::prelude::*;

#[dependency]
async fn current_user() -> String {
    "ann".to_owned()
}

async fn on_error(#[depends(current_user)] user: String) -> String {
    user
}

fn main() {
    let _ = on_error;
}
