use auth_runtime::prelude::*;

async fn check_auth(_request: &Parts) -> Result<(), HttpError> {
    Ok(())
}

#[depends(check_auth)]
async fn list_users() -> &'static str {
    "[]"
}

fn main() {}
