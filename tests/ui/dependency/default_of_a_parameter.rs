//! A dependency is the default of a parameter of another one, as in FastAPI.
//!
//! Fix: write `#[depends(current_user)] user: User`.

use auth_runtime::prelude::*;
#[derive(Clone)]
struct User(String);

#[dependency]
fn current_user() -> User {
    User("ann".to_owned())
}

#[dependency]
async fn check_admin(user: User = Depends(current_user)) -> Result<(), HttpError> {
    if user.0 == "ann" {
        Ok(())
    } else {
        Err(StatusCode::FORBIDDEN.into())
    }
}

fn main() {
    let _ = ApiRouter::<()>::new("").depends(check_admin);
}
