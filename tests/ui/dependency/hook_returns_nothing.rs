//! A hook does not return the response.
//!
//! Fix: end it with `response`, or, if it uses `?`, with `Ok::<_, HttpError>(response)`.

use auth_runtime::prelude::*;
#[dependency]
async fn count_failures(response: &mut ResponseEdits) {
    response.after(async |response: Response| {
        if response.status().is_server_error() { /* count */ }
    });
}

fn main() {}
