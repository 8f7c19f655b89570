use auth_runtime::prelude::*;

#[dependency]
async fn check_auth(request: &Parts, #[depends(other)] other: u32) -> Result<(), HttpError>;

fn main() {}
