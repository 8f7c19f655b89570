//! A parameter is written like FastAPI's `Depends(…)`.
//!
//! Fix: write `#[depends(current_user)] user: String`.

use auth_runtime::prelude::*;
#[dependency]
fn current_user() -> String {
    "ann".to_owned()
}

#[depends]
async fn me(user: Depends<current_user>) -> String {
    user.0
}

fn main() {}
