use auth_runtime::prelude::*;

async fn check_auth(_request: &Parts) -> Result<(), HttpError> {
    Ok(())
}

#[dependency]
async fn current_user(#[depends(check_auth)] _session: ()) -> String {
    String::new()
}

fn main() {}
