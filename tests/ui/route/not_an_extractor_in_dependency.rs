//! A parameter of a dependency is not an extractor.
//!
//! Fix: write `Query(page): Query<Page>`, or `impl FromRequestParts<S> for Page`.

use auth_runtime::prelude::*;

struct Page(u32);

#[dependency]
async fn page(page: Page) -> u32 {
    page.0
}

#[depends(page)]
async fn list_users() -> &'static str {
    "[]"
}

fn main() {
    let _ = ApiRouter::<()>::new("/users").route("/", get(list_users));
}
