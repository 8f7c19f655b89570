//! A handler takes for certain what a dependency may not have.
//!
//! Fix: write `Option<String>`, or let the dependency refuse: `.ok_or(StatusCode::UNAUTHORIZED)`.
//!
//! What rustc suggests does not belong in `#[depends]`.

use auth_runtime::prelude::*;
#[dependency]
async fn user_name(request: &Parts) -> Option<String> {
    let name = request.headers.get("x-user")?;
    Some(name.to_str().ok()?.to_owned())
}

#[depends]
async fn me(#[depends(user_name)] name: String) -> String {
    name
}

fn main() {}
