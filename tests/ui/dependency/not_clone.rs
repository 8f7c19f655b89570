use auth_runtime::prelude::*;

struct Session;

#[dependency]
async fn check_auth() -> Result<Session, HttpError> {
    Ok(Session)
}

fn main() {}
