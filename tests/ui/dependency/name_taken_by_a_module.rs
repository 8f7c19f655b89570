//! A module and a dependency imported next to it have the same name.
//!
//! Fix: rename the module, or import the dependency with `use check_auth::check_auth as require_auth;`.

mod check_auth {
    use auth_runtime::prelude::*;

    #[dependency]
    pub async fn check_auth() -> Result<(), HttpError> {
        Ok(())
    }
}
use check_auth::check_auth;

fn main() {
    let _ = auth_runtime::ApiRouter::<()>::new("").depends(check_auth);
}
