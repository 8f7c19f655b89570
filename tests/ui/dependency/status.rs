use auth_runtime::prelude::*;

#[dependency(errors(200, 401, 4003))]
async fn check_auth() -> Result<(), HttpError> {
    Ok(())
}

fn main() {}
