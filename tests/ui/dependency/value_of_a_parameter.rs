//! The type of the value depends on a type parameter, and the return type is not a `Result`.
//!
//! Fix: write `-> Result<T::Value, Infallible>`.

use auth_runtime::prelude::*;

trait Answer {
    type Value: Clone + Send + Sync + 'static;
    fn answer(&self) -> Self::Value;
}

#[derive(Clone, PartialEq)]
struct Ask<T>(T);

#[dependency]
impl<T: Answer + Clone + PartialEq + Send + Sync + 'static> Ask<T> {
    async fn call(&self) -> T::Value {
        self.0.answer()
    }
}

fn main() {}
