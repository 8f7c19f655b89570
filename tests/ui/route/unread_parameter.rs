//! A `#[depends]` that no macro reads: in FastAPI, `Depends()` in an exception handler is inert.
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
