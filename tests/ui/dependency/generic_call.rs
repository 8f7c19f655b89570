use auth_runtime::prelude::*;

#[derive(Clone, PartialEq)]
struct Can;

#[dependency]
impl Can {
    async fn call<T>(&self) -> Result<(), HttpError> {
        Ok(())
    }
}

fn main() {}
