use auth_runtime::prelude::*;

async fn check_auth(_request: &Parts) -> Result<(), HttpError> {
    Ok(())
}

fn main() {
    let _ = ApiRouter::<()>::new("/users").depends(check_auth);
}
