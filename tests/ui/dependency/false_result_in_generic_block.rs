//! A generic dependency returns another type that is named `Result`.
//!
//! Fix: write `::core::result::Result<T, HttpError>`.

use auth_runtime::prelude::*;

#[derive(Clone)]
struct Result<T>(T);

#[derive(Clone, PartialEq)]
struct Only<T>(T);

#[dependency]
impl<T: Clone + PartialEq + Send + Sync + 'static> Only<T> {
    async fn call(&self) -> Result<T> {
        Result(self.0.clone())
    }
}

fn main() {}
