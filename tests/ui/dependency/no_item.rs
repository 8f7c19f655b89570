use auth_runtime::prelude::*;

#[dependency]
fn second(#[depends] value: u32, #[depends()] other: u32) -> u32 {
    value + other
}

fn main() {}
