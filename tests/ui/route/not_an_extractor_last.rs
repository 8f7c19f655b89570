//! The last parameter of a handler is not an extractor.
//!
//! Fix: write `Json(page): Json<Page>`, or `impl FromRequest<S> for Page`.

use auth_runtime::prelude::*;

struct Page(u32);

#[depends]
async fn list_users(page: Page) -> String {
    page.0.to_string()
}

fn main() {
    let _ = ApiRouter::<()>::new("/users").route("/", get(list_users));
}
