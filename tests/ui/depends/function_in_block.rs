use auth_runtime::prelude::*;

struct Api;

impl Api {
    #[depends]
    async fn list_users() -> &'static str {
        "[]"
    }
}

fn main() {}
