//! The value of a dependency cannot be shared between threads.
//!
//! Fix: return a type that is `Sync`, such as an atomic or a `Mutex` in an `Arc`.

use auth_runtime::prelude::*;

#[dependency]
async fn counter() -> std::cell::Cell<u32> {
    std::cell::Cell::new(0)
}

fn main() {}
