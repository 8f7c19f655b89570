//! The response edits are taken by value.
//!
//! Fix: write `response: &mut ResponseEdits`.

use auth_runtime::prelude::*;
#[dependency]
async fn no_store(mut response: ResponseEdits) -> Result<(), HttpError> {
    response.insert("cache-control", "no-store")?;
    Ok(())
}

fn main() {}
