//! A hook borrows a value of its dependency.
//!
//! Fix: write `async move |response: Response| …`: the hook runs after the dependency has returned.

use auth_runtime::prelude::*;
#[dependency]
async fn audit(method: &Method, response: &mut ResponseEdits) {
    let what = method.to_string();
    response.after(async |response: Response| {
        println!("{what}: {}", response.status());
        response
    });
}

fn main() {}
