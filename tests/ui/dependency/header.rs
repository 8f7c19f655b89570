use auth_runtime::prelude::*;

#[dependency(sets("refresh token", "RefreshToken"))]
async fn check_auth() -> Result<(), HttpError> {
    Ok(())
}

fn main() {}
