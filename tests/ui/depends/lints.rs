//! Lints still report what is wrong in the user's own code.
//!
//! Fix: correct each one where it is underlined.
//!
//! Errors: 9, one for each lint.

#![deny(warnings)]

use auth_runtime::prelude::*;

#[must_use]
fn important() -> u32 {
    1
}

#[dependency]
async fn check_auth(request: &Parts) -> Result<(), HttpError> {
    let mut unchanged = 1;
    important();
    let _ = unchanged;
    Ok(())
}

#[derive(Clone, PartialEq)]
struct Can;

#[dependency]
impl Can {
    async fn call(&self, State(state): State<()>) -> u32 {
        return 1;
        unreachable();
    }
}

fn unreachable() {}

#[depends(check_auth, Can)]
async fn list_users(body: String) -> &'static str {
    let Unused = 1;
    "[]"
}

#[deprecated = "use `list_users`"]
#[public]
async fn list() {}

fn main() {
    let _ = ApiRouter::<()>::new("").route("/", get(list));
}
