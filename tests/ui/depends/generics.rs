use auth_runtime::prelude::*;

#[depends]
async fn show<T: Clone + Send + Sync + 'static>(State(_value): State<T>) -> &'static str {
    "[]"
}

fn main() {}
