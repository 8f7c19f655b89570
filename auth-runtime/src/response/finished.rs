//! The end of a request: its response, at once where no hook is to be waited for.

use std::pin::Pin;

use axum::response::Response;

/// The response with all edits, once the hooks have run.
///
/// Few requests have hooks: what those need is boxed, and the others' future has no room for it.
pub(crate) enum Finished {
    Ready(Response),
    AfterHooks(Pin<Box<dyn Future<Output = Response> + Send>>),
}

impl Finished {
    pub(super) fn after(hooks: impl Future<Output = Response> + Send + 'static) -> Self {
        Self::AfterHooks(Box::pin(hooks))
    }

    #[inline]
    pub(crate) async fn response(self) -> Response {
        match self {
            Self::Ready(response) => response,
            Self::AfterHooks(hooks) => hooks.await,
        }
    }
}
