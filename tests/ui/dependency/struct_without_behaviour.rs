//! A parameter of a dependency names a struct that is not a dependency.
//!
//! Fix: write `#[dependency] impl Token { async fn call(&self) -> … }`.

use auth_runtime::prelude::*;

#[derive(Clone, PartialEq)]
struct Token;

#[dependency]
async fn current_user(#[depends(Token)] token: String) -> String {
    token
}

fn main() {
    let _ = ApiRouter::<()>::new("/users").depends(current_user);
}
