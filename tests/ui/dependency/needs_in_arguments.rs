//! `#[dependency(…)]` lists what the dependency depends on.
//!
//! Fix: take it as a parameter: `#[depends(check_auth)] _name: String`.

use auth_runtime::prelude::*;
#[dependency]
async fn check_auth(_request: &Parts) -> Result<String, HttpError> {
    Ok(String::new())
}

#[dependency(check_auth)]
async fn check_admin() -> Result<(), HttpError> {
    Ok(())
}

fn main() {}
