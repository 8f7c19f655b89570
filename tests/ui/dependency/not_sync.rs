use auth_runtime::prelude::*;

#[dependency]
async fn counter() -> std::cell::Cell<u32> {
    std::cell::Cell::new(0)
}

fn main() {}
