//! A handler is called like a function, for example in a test.
//!
//! Fix: send it a request, as the page on testing shows; or move what it does to a function of its own, and call that.

use auth_runtime::prelude::*;
#[dependency]
async fn check_auth(_request: &Parts) -> Result<String, HttpError> {
    Ok(String::new())
}

#[depends]
async fn me(#[depends(check_auth)] name: String) -> String {
    name
}

async fn a_name_is_returned() {
    let _ = me("ann".to_owned()).await;
}

fn main() {}
