//! A dependency borrows the request to change it.
//!
//! Fix: write `&Parts`; what can be changed is the response, as `&mut ResponseEdits`.

use auth_runtime::prelude::*;

#[dependency]
async fn check_auth(request: &mut Parts) -> Result<(), HttpError> {
    let _ = request;
    Ok(())
}

fn main() {}
