use auth_runtime::prelude::*;

#[dependency]
async fn check_auth() -> Result<(), HttpError> {
    let counter = std::rc::Rc::new(());
    tokio::task::yield_now().await;
    drop(counter);
    Ok(())
}

fn main() {}
