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
