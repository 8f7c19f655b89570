//! A hook borrows what the dependency has.
//!
//! Fix: write `async move |response: Response| …`: the hook runs when the dependency is long done.

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
