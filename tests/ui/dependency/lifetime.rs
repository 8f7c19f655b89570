//! A parameter borrows for `'static`.
//!
//! Fix: write `&Parts`, without `'static`.

use auth_runtime::prelude::*;

#[dependency]
async fn check_auth(request: &'static Parts) -> Result<(), HttpError> {
    let _ = request;
    Ok(())
}

fn main() {}
