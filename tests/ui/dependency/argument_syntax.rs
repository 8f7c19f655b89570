use auth_runtime::prelude::*;

#[dependency(security("session"), sets = "refreshtoken", errors 401)]
async fn check_auth() -> Result<(), HttpError> {
    Ok(())
}

fn main() {}
