use auth_runtime::prelude::*;

#[dependency(security = "my session")]
async fn check_auth() -> Result<(), HttpError> {
    Ok(())
}

fn main() {}
