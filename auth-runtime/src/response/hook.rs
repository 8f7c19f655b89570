//! Hooks that run when the handler is done.

use std::pin::Pin;

use axum::response::{IntoResponse, Response};

use super::edits::HeaderEdits;

type Running = Pin<Box<dyn Future<Output = Result<Response, Response>> + Send>>;

/// A registered hook: takes the response, and returns it (`Ok`) or a replacement (`Err`).
pub(super) struct Hook(Box<dyn FnOnce(Response) -> Running + Send>);

impl Hook {
    pub(super) fn new<F, Fut>(hook: F) -> Self
    where
        F: FnOnce(Response) -> Fut + Send + 'static,
        Fut: Future + Send + 'static,
        Fut::Output: HookOutcome,
    {
        Self(Box::new(|response| {
            let running = hook(response);
            Box::pin(async move { running.await.into_result() })
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
    pub(crate) async fn run(self, mut response: Response) -> Response {
        for Hook(hook) in self.hooks.into_iter().rev() {
            response = match hook(response).await {
                Ok(response) => response,
                Err(mut replacement) => {
                    self.edits.clone().apply_to_headers(&mut replacement);
                    replacement
                }
            };
        }
        response
    }
}
