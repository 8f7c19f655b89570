//! A router takes a dependency without its arguments.
//!
//! Fix: write `.depends(Can("users:read"))`.

use auth_runtime::prelude::*;
#[derive(Clone, PartialEq)]
struct Can(&'static str);

#[dependency]
impl Can {
    async fn call(&self) -> Result<(), HttpError> {
        let _ = self.0;
        Ok(())
    }
}

fn main() {
    let _ = ApiRouter::<()>::new("/users").depends(Can);
}
