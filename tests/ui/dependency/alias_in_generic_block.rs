//! The value has type parameters, and the return type is an alias for `Result`.
//!
//! Fix: write `-> Result<T, HttpError>`.

use auth_runtime::prelude::*;

type Checked<T> = Result<T, HttpError>;

#[derive(Clone, PartialEq)]
struct Only<T>(T);

#[dependency]
impl<T: Clone + PartialEq + Send + Sync + 'static> Only<T> {
    async fn call(&self) -> Checked<T> {
        Ok(self.0.clone())
    }
}

fn main() {}
