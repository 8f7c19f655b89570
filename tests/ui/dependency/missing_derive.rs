use auth_runtime::prelude::*;

struct Can(&'static str);

#[dependency]
impl Can {
    async fn call(&self) -> Result<(), HttpError> {
        Ok(())
    }
}

fn main() {}
