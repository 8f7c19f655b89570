//! The list names a module.
//!
//! Fix: write the path of the dependency, `guards::check_auth`.

use auth_runtime::prelude::*;
mod guards {
    use auth_runtime::prelude::*;

    #[dependency]
    pub async fn check_auth() -> Result<(), HttpError> {
        Ok(())
    }
}

#[depends(crate::guards)]
async fn list_users() -> &'static str {
    "[]"
}

fn main() {}
