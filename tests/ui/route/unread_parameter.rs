//! `#[depends]` is on a parameter of a function that is neither a dependency nor a handler.
//!
//! Fix: put `#[depends]` on the function, too; if it is not a handler, let its caller pass the value.

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
