use auth_runtime::prelude::*;

#[dependency]
async fn current<T: Clone + Send + Sync + 'static>(State(value): State<T>) -> T {
    value
}

fn main() {}
