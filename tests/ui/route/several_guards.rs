//! A router is given several dependencies at once.
//!
//! Fix: write `.depends(check_auth).depends(Can("users:read"))`; they run in this order.

use auth_runtime::prelude::*;
#[dependency]
async fn check_auth(_request: &Parts) -> Result<String, HttpError> {
    Ok(String::new())
}

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
    let _ = ApiRouter::<()>::new("/users").depends(check_auth, Can("users:read"));
}
