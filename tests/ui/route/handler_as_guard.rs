use auth_runtime::prelude::*;

#[depends]
async fn list_users() -> &'static str {
    "[]"
}

fn main() {
    let _ = ApiRouter::<()>::new("/users").depends(list_users);
}
