//! A dependency is called like the function that it was.
//!
//! Fix: write `check_auth::call(request).await`; or take its value, `#[depends(check_auth)] name: String`, which runs it once per request.
//!
//! Errors: 2, for one mistake: rustc complains of the argument, and then of the `.await`. The name is that of a type
//! and of a function that makes one.

use auth_runtime::prelude::*;
#[dependency]
async fn check_auth(_request: &Parts) -> Result<String, HttpError> {
    Ok(String::new())
}

#[dependency]
async fn greeting(request: &Parts) -> Result<String, HttpError> {
    let name = check_auth(request).await?;
    Ok(format!("hello {name}"))
}

fn main() {}
