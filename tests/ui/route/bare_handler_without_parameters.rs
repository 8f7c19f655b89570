use auth_runtime::prelude::*;

async fn list_users() -> &'static str {
    "[]"
}

fn main() {
    let _ = ApiRouter::<()>::new("/users").route("/", get(list_users));
}
