use auth_runtime::prelude::*;

struct Api;

impl Api {
    #[depends]
    async fn list_users(&self) -> &'static str {
        "[]"
    }
}

fn main() {}
