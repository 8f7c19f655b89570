//! A handler takes the `Option` of a dependency as the value itself.
//!
//! Fix: write `Option<String>`, or let the dependency return an error: `.ok_or(StatusCode::UNAUTHORIZED)`.
//!
//! Rustc's suggestion does not fit in `#[depends]`.

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
