//! Hooks that run when the handler is done.

use axum::response::{IntoResponse, Response};

use super::header_edits::HeaderEdits;
use crate::problem::Rejection;
use crate::watch::{Outcome, Running, Watch};

/// A registered hook, whose outcome is the response, or what replaces it.
pub(super) struct Hook(Box<dyn FnOnce(Response) -> Running<'static> + Send>);

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
///
/// As with dependencies, every error that is [`IntoResponse`] will do. An error status without a body, such as
/// [`StatusCode`](http::StatusCode) alone, gets a problem document.
#[diagnostic::on_unimplemented(
    message = "a hook must return the response or a `Result` with it, but this one returns `{Self}`",
    label = "expected `Response` or `Result<Response, _>`",
    note = "end the hook with `response`, or, if it uses `?`, with `Ok::<_, HttpError>(response)`"
)]
pub trait HookOutcome {
    /// The response, or what replaces it.
    #[doc(hidden)]
    fn into_result(self) -> Result<Response, Rejection>;
}

impl HookOutcome for Response {
    fn into_result(self) -> Outcome {
        Ok(self)
    }
}

impl<E: IntoResponse> HookOutcome for Result<Response, E> {
    fn into_result(self) -> Outcome {
        self.map_err(Rejection::from)
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
    /// Each hook runs under this `watch`.
    pub(crate) async fn run(self, mut response: Response, watch: Watch) -> Response {
        for Hook(hook) in self.hooks.into_iter().rev() {
            let outcome = watch.over("a hook", hook(response)).await;
            response = outcome.unwrap_or_else(|rejection| {
                let mut replacement = rejection.into_response();
                self.edits.clone().apply_to_headers(&mut replacement);
                replacement
            });
        }
        response
    }
}
