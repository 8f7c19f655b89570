//! A generic dependency takes the value of a generic struct that is not a dependency.
//!
//! Fix: put `#[dependency]` on an `impl` block of `Known`, with a method `call(&self, …)`.
//!
//! Errors: 2, for one mistake, and another for each route: in a block with type parameters, no alias can stand for
//! what is named, which would be reported only once.

use auth_runtime::prelude::*;
#[derive(Clone, PartialEq)]
struct Known<T>(T);

#[derive(Clone, PartialEq)]
struct Only<T>(T);

#[dependency]
impl<T: Default + Clone + PartialEq + Send + Sync + 'static> Only<T> {
    async fn call(&self, #[depends(Known::<T>(T::default()))] _known: ()) -> Result<T, HttpError> {
        Ok(self.0.clone())
    }
}

fn main() {}
