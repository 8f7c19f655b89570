//! A router names a dependency in quotation marks.
//!
//! Fix: write `.depends(check_auth)`.

use auth_runtime::prelude::*;
#[dependency]
async fn check_auth(_request: &Parts) -> Result<String, HttpError> {
    Ok(String::new())
}

fn main() {
    let _ = ApiRouter::<()>::new("/users").depends("check_auth");
}
