//! A parameter for a value that may be missing has no `#[depends(…)]`.
//!
//! Fix: write `#[depends(Optional(current_user))] user: Option<User>`.

use auth_runtime::prelude::*;
#[derive(Clone)]
struct User(String);

#[dependency(errors(401))]
async fn current_user() -> Result<User, HttpError> {
    Ok(User("ann".to_owned()))
}

#[depends]
async fn greet(user: Option<User>) -> String {
    user.map_or_else(|| "stranger".to_owned(), |user| user.0)
}

fn main() {
    let _ = current_user {};
    let _ = ApiRouter::<()>::new("").route("/", get(greet));
}
