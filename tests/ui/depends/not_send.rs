//! A handler holds a value that is not `Send` across an `.await`.
//!
//! Fix: drop it before the `.await`, or use a type that is `Send`: `Arc` instead of `Rc`.

use auth_runtime::prelude::*;

#[depends]
async fn list_users() -> &'static str {
    let counter = std::rc::Rc::new(());
    tokio::task::yield_now().await;
    drop(counter);
    "[]"
}

fn main() {}
