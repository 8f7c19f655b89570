//! The list names something that does not exist.
//!
//! Fix: correct the name, or import it: `use crate::guards::check_auth;`.

use auth_runtime::prelude::*;

#[dependency]
async fn check_auth(_request: &Parts) -> Result<(), HttpError> {
    Ok(())
}

#[depends(chek_auth)]
async fn list_users() -> &'static str {
    "[]"
}

fn main() {}
