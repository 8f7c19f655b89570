use auth_runtime::prelude::*;

#[depends]
async fn path(request: &Parts) -> &str {
    request.uri.path()
}

fn main() {}
