use auth_runtime::prelude::*;

struct Tokens;

impl Tokens {
    #[dependency]
    async fn check_auth(&self, request: &Parts) -> Result<(), HttpError> {
        let _ = request;
        Ok(())
    }
}

fn main() {}
