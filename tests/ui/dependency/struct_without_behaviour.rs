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
