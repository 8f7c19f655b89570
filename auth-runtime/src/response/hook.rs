//! Hooks that run when the handler is done.

use std::panic::AssertUnwindSafe;
use std::pin::Pin;

use axum::response::{IntoResponse, Response};
use futures_util::FutureExt;

use super::edits::HeaderEdits;
use crate::problem::HttpError;

/// The response (`Ok`) or a replacement (`Err`).
type Outcome = Result<Response, Response>;

type Running = Pin<Box<dyn Future<Output = Outcome> + Send>>;

/// A registered hook.
pub(super) struct Hook(Box<dyn FnOnce(Response) -> Running + Send>);

impl Hook {
    pub(super) fn new<F, Fut>(hook: F) -> Self
    where
        F: FnOnce(Response) -> Fut + Send + 'static,
        Fut: Future + Send + 'static,
        Fut::Output: HookOutcome,
    {
        // The hook is called when its future is first polled: it can panic nowhere else.
        Self(Box::new(|response| {
            Box::pin(async move { hook(response).await.into_result() })
        }))
    }
}

/// What a hook returns: the response, or a `Result` whose error replaces it.
#[diagnostic::on_unimplemented(
    message = "a hook must return the response or a `Result` with it, but this one returns `{Self}`",
    label = "expected `Response` or `Result<Response, _>`",
    note = "end the hook with `response`, or, if it uses `?`, with `Ok::<_, HttpError>(response)`"
)]
pub trait HookOutcome {
    /// The response that the hook was given, or its replacement.
    #[doc(hidden)]
    #[expect(clippy::result_large_err, reason = "both are responses")]
    fn into_result(self) -> Result<Response, Response>;
}

impl HookOutcome for Response {
    fn into_result(self) -> Result<Response, Response> {
        Ok(self)
    }
}

impl<E: IntoResponse> HookOutcome for Result<Response, E> {
    fn into_result(self) -> Result<Response, Response> {
        self.map_err(IntoResponse::into_response)
    }
}

/// A request's hooks, and the edits of its response.
pub(crate) struct Hooks {
    hooks: Vec<Hook>,
    edits: HeaderEdits,
}

impl Hooks {
    pub(super) fn new(hooks: Vec<Hook>, edits: HeaderEdits) -> Self {
        Self { hooks, edits }
    }

    /// Runs the hooks, last registered first. A response that replaces the real one also gets the header
    /// edits, because effects survive every outcome. It keeps its own status, which was chosen after every
    /// `set_status`.
    ///
    /// If `catches_panics`, a hook that panics is like one that returns a 500.
    pub(crate) async fn run(self, mut response: Response, catches_panics: bool) -> Response {
        for Hook(hook) in self.hooks.into_iter().rev() {
            let running = hook(response);
            let outcome = if catches_panics {
                caught(running).await
            } else {
                running.await
            };
            response = outcome.unwrap_or_else(|mut replacement| {
                self.edits.clone().apply_to_headers(&mut replacement);
                replacement
            });
        }
        response
    }
}

/// The outcome of a hook, or a 500 if it panics.
#[expect(clippy::result_large_err, reason = "both are responses")]
async fn caught(running: Running) -> Outcome {
    // The hook's future is not used after a panic, and what it shares with others is in the state in which
    // a handler's panic may leave it, too.
    let outcome = AssertUnwindSafe(running).catch_unwind().await;
    outcome.unwrap_or_else(|_message| Err(HttpError::of_a_panic("a hook").into_response()))
}
