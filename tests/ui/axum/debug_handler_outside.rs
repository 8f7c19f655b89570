//! In plain axum: the mistake of the same name in `depends`.

use axum::extract::State;

#[axum::debug_handler]
async fn me(user: String, State(()): State<()>) -> String {
    user
}

fn main() {}
