//! A dependency borrows the request mutably.
//!
//! Fix: write `&Parts`; to change the response, take `&mut ResponseEdits`.

use auth_runtime::prelude::*;

#[dependency]
async fn check_auth(request: &mut Parts) -> Result<(), HttpError> {
    let _ = request;
    Ok(())
}

fn main() {}
