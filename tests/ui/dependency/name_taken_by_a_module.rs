//! A module and the dependency imported beside it have one name.
//!
//! Fix: rename the module, or import with `use check_auth::check_auth as require_auth;`.

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
