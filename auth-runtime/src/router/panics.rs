//! Panics of dependencies and handlers as responses, below a router that catches them.

use std::panic::AssertUnwindSafe;
use std::pin::Pin;

use axum::response::Response;
use futures_util::FutureExt;

use crate::problem::{HttpError, Rejection};

/// The outcome of a request, from its first dependency to its handler.
pub(super) type Outcome = Result<Response, Rejection>;

/// The outcome of `serving`, or a 500 if it panics.
pub(super) async fn caught(serving: Pin<Box<dyn Future<Output = Outcome> + Send + '_>>) -> Outcome {
    // `serving` is not used after a panic, and edits and hooks are consistent between any two calls.
    let outcome = AssertUnwindSafe(serving).catch_unwind().await;
    outcome
        .unwrap_or_else(|_message| Err(HttpError::of_a_panic("a dependency or a handler").into()))
}
