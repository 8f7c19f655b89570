use auth_runtime::prelude::*;

#[depends]
async fn show<'a>(request: &'a Parts) -> &'a str {
    request.uri.path()
}

fn main() {}
