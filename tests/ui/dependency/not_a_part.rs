use auth_runtime::prelude::*;

#[dependency]
async fn check_auth(name: &String) -> Result<(), HttpError> {
    let _ = name;
    Ok(())
}

fn main() {}
