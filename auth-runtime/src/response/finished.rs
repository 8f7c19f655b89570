//! The end of a request: its response, at once where no hook is to be waited for.

use std::pin::Pin;
use std::task::{Context, Poll};

use axum::response::Response;

/// The response with all edits, once the hooks have run.
///
/// Few requests have hooks: what those need is boxed, and the others' future has no room for it.
pub(crate) enum Finished {
    Ready(Option<Response>),
    AfterHooks(Pin<Box<dyn Future<Output = Response> + Send>>),
}

impl Finished {
    #[inline]
    pub(crate) fn ready(response: Response) -> Self {
        Self::Ready(Some(response))
    }

    pub(super) fn after(hooks: impl Future<Output = Response> + Send + 'static) -> Self {
        Self::AfterHooks(Box::pin(hooks))
    }
}

impl Future for Finished {
    type Output = Response;

    #[inline]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Response> {
        match self.get_mut() {
            Self::Ready(response) => response.take().map_or(Poll::Pending, Poll::Ready),
            Self::AfterHooks(hooks) => hooks.as_mut().poll(context),
        }
    }
}
