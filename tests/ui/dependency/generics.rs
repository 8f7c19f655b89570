//! A dependency function is generic.
//!
//! Fix: write `struct Current<T>(PhantomData<T>)` and `#[dependency] impl<T> Current<T>`.

use auth_runtime::prelude::*;

#[dependency]
async fn current<T: Clone + Send + Sync + 'static>(State(value): State<T>) -> T {
    value
}

fn main() {}
