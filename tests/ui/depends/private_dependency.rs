//! The list names a dependency that is private to another module.
//!
//! Fix: write `pub(crate) async fn check_auth`.

use auth_runtime::prelude::*;

mod guards {
    use auth_runtime::prelude::*;

    #[dependency]
    async fn check_auth() -> Result<(), HttpError> {
        Ok(())
    }
}

#[depends(guards::check_auth)]
async fn list_users() -> &'static str {
    "[]"
}

fn main() {}
