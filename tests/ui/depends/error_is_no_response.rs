use auth_runtime::prelude::*;

struct Refused;

#[depends]
async fn me() -> Result<String, Refused> {
    Err(Refused)
}

fn main() {}
