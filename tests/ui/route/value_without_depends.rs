//! A parameter that takes a dependency's value lacks its `#[depends(…)]`.
//!
//! Fix: write `#[depends(current_user)] user: User`; the list on the function hands no values over.

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
