//! A dependency function has no body.
//!
//! Fix: write `{ … }` instead of `;`.

use auth_runtime::prelude::*;

#[dependency]
async fn check_auth(request: &Parts, #[depends(other)] other: u32) -> Result<(), HttpError>;

fn main() {}
