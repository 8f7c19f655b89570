//! The response edits are borrowed without `mut`.
//!
//! Fix: write `&mut ResponseEdits`.

use auth_runtime::prelude::*;
#[dependency]
async fn no_store(response: &ResponseEdits) -> Result<(), HttpError> {
    let _ = response;
    Ok(())
}

fn main() {}
