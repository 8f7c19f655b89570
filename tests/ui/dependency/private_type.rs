use auth_runtime::prelude::*;

#[derive(Clone)]
struct Session;

#[dependency]
pub async fn check_auth() -> Result<Session, HttpError> {
    Ok(Session)
}

fn main() {}
