use auth_runtime::prelude::*;

#[dependency]
async fn check_auth() -> Result<impl Clone, HttpError> {
    Ok(1)
}

fn main() {}
