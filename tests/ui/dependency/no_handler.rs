//! A dependency also has the attribute of a handler.
//!
//! Fix: remove `#[depends(…)]`, and take `#[depends(check_auth)] session: Session` as a parameter.
//!
//! Errors: 2, one for each function.

use auth_runtime::prelude::*;

#[dependency]
async fn check_auth() -> Result<(), HttpError> {
    Ok(())
}

#[dependency]
#[depends(check_auth)]
async fn current_user() -> u32 {
    1
}

#[dependency]
#[public]
async fn current_tenant() -> u32 {
    1
}

fn main() {}
