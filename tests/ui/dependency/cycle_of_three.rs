//! Three dependencies depend on one another in a cycle.
//!
//! Fix: move what they all need into a separate dependency.

use auth_runtime::prelude::*;

#[dependency]
async fn first(#[depends(second)] value: u32) -> u32 {
    value
}

#[dependency]
async fn second(#[depends(third)] value: u32) -> u32 {
    value
}

#[dependency]
async fn third(#[depends(first)] value: u32) -> u32 {
    value
}

fn main() {
    let _ = ApiRouter::<()>::new("/users").depends(first);
}
