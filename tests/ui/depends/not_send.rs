use auth_runtime::prelude::*;

#[depends]
async fn list_users() -> &'static str {
    let counter = std::rc::Rc::new(());
    tokio::task::yield_now().await;
    drop(counter);
    "[]"
}

fn main() {}
