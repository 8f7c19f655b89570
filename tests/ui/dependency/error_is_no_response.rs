use auth_runtime::prelude::*;

struct Refused;

#[dependency]
async fn check_auth() -> Result<(), Refused> {
    Err(Refused)
}

fn main() {}
