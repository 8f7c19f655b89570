//! A dependency is the default of a parameter, as in FastAPI.
//!
//! Fix: write `#[depends(current_user)] user: User`.

use auth_runtime::prelude::*;
#[derive(Clone)]
struct User(String);

#[dependency]
fn current_user() -> User {
    User("ann".to_owned())
}

#[depends]
async fn me(user: User = Depends(current_user)) -> String {
    user.0
}

fn main() {
    let _ = ApiRouter::<()>::new("").route("/me", get(me));
}
