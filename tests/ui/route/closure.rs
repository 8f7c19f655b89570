use auth_runtime::prelude::*;

fn main() {
    let _ = ApiRouter::<()>::new("/users").route("/", get(|| async { "[]" }));
}
