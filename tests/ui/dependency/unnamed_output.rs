//! The value of a dependency has the type `impl Trait`.
//!
//! Fix: write a named type: `Result<u32, HttpError>`.

use auth_runtime::prelude::*;

#[dependency]
async fn check_auth() -> Result<impl Clone, HttpError> {
    Ok(1)
}

#[depends(check_auth)]
async fn list_users(#[depends(check_auth)] session: u32) -> String {
    session.to_string()
}

fn main() {
    let _ = ApiRouter::<()>::new("/users").route("/", get(list_users).post(list_users));
}
