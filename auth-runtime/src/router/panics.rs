//! Panics of dependencies and handlers as responses, below a router that catches them.

use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::Poll;

use axum::response::Response;
use http::StatusCode;

use crate::problem::{HttpError, Rejection};

/// The outcome of a request, from its first dependency to its handler.
pub(super) type Outcome = Result<Response, Rejection>;

/// The outcome of `serving`. A panic becomes a 500 that does not contain its message: the panic hook has
/// logged it.
pub(super) async fn caught(
    mut serving: Pin<Box<dyn Future<Output = Outcome> + Send + '_>>,
) -> Outcome {
    poll_fn(|task| {
        // `serving` is not used after a panic, and edits and hooks are consistent between any two calls.
        let polled = catch_unwind(AssertUnwindSafe(|| serving.as_mut().poll(task)));
        polled.unwrap_or_else(|_message| {
            tracing::error!("a dependency or a handler panicked");
            Poll::Ready(Err(HttpError::new(StatusCode::INTERNAL_SERVER_ERROR).into()))
        })
    })
    .await
}
