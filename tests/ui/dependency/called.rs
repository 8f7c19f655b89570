//! A dependency is called like a function.
//!
//! Fix: take its value as a parameter, `#[depends(check_auth)] name: String`, which runs it once per request; or write `check_auth::call(request).await`.
//!
//! Errors: 2, for one mistake: rustc reports the argument, and then the `.await`. The name stands for a type, and
//! for a function that creates a value of it.

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
