//! Two parameters take the response edits.
//!
//! Fix: remove the second `&mut ResponseEdits`.

use auth_runtime::prelude::*;

#[dependency]
async fn check_auth(
    first: &mut ResponseEdits,
    second: &mut ResponseEdits,
) -> Result<(), HttpError> {
    let _ = (first, second);
    Ok(())
}

fn main() {}
