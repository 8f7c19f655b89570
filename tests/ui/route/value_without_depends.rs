//! A parameter for a dependency's value has no `#[depends(…)]`.
//!
//! Fix: write `#[depends(current_user)] user: User`; the list on the function does not pass values on.

use auth_runtime::prelude::*;
#[derive(Clone)]
struct User(String);

#[dependency(errors(401))]
async fn current_user() -> Result<User, HttpError> {
    Ok(User("ann".to_owned()))
}

#[depends(current_user)]
async fn me(user: User) -> String {
    user.0
}

fn main() {
    let _ = ApiRouter::<()>::new("").route("/me", get(me));
}
