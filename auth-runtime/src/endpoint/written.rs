//! A handler as it was written, and what is made for it beforehand: all that serves it but its own call is
//! compiled here, and not where it stands.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use axum::response::Response;
use futures_util::FutureExt;
use pin_project_lite::pin_project;

use super::{Alone, Answers};
use crate::context::RequestContext;
use crate::dependency::{ExtractsAll, Last, List, ResolvesAll};
use crate::problem::Rejection;

/// A handler as it was written: what it takes, and its call.
pub trait AsWritten: 'static {
    /// The values of the dependencies that are parameters.
    type Values: Send;

    /// What is extracted from the request's head.
    type Head: Send;

    /// What its last extractor takes.
    type Last: Send;

    /// Calls the function, whose other parameters borrow from `context`.
    fn call(
        context: &mut RequestContext,
        values: Self::Values,
        head: Self::Head,
        last: Self::Last,
    ) -> impl Future<Output = Response> + Send;
}

/// Resolves what is `listed` and what is `given` to the function, runs the extractors, calls the function.
///
/// The order is the same everywhere: dependencies, then what is extracted from the head, then the body. So a
/// dependency's refusal comes before any extractor's, wherever the parameters stand. What is listed is held
/// until the function is done: it may be a permit.
///
/// # Errors
///
/// The first refusal or rejection of them.
#[expect(
    clippy::manual_async_fn,
    reason = "an `async fn` has room for its arguments twice"
)]
pub fn serve<E, S, M, Listed, Given>(
    context: &mut RequestContext,
    state: &S,
    listed: Listed,
    given: Given,
) -> impl Future<Output = Result<Response, Rejection>> + Send
where
    E: AsWritten<Values = Given::Values, Last: Last<S, M>>,
    S: ResolvesAll<Listed> + ResolvesAll<Given> + ExtractsAll<E::Head> + Sync,
    Listed: List<Values: Send> + Send,
    Given: List<Values: Send> + Send,
{
    async move {
        let _held = S::resolve_all(context, listed, state).await?;
        let values = S::resolve_all(context, given, state).await?;
        let head = S::extract_all(context, state).await?;
        let last = E::Last::take(context, state).await?;
        Ok(E::call(context, values, head, last).await)
    }
}

/// Serves with a handler that needs nothing.
///
/// # Errors
///
/// None.
pub fn serve_alone<E: Answers>() -> impl Future<Output = Result<Response, Rejection>> + Send {
    E::answer().map(Ok)
}

/// Answers with a handler that needs nothing.
#[must_use]
pub fn alone<E: Answers>() -> Option<Alone> {
    Some(Box::pin(E::answer()))
}

/// What `function` returned, as a response.
///
/// When the future is not `Send`, this is where rustc says so: of the user's own function, once, and not of
/// every future around it.
pub fn answered<F, I>(function: F, into_response: I) -> impl Future<Output = Response> + Send
where
    F: Future + Send,
    I: Fn(F::Output) -> Response + Send,
{
    Answered {
        function,
        into_response,
    }
}

pin_project! {
    struct Answered<F, I> {
        #[pin]
        function: F,
        into_response: I,
    }
}

impl<F, I> Future for Answered<F, I>
where
    F: Future,
    I: Fn(F::Output) -> Response,
{
    type Output = Response;

    #[inline]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Response> {
        let this = self.project();
        let output = ready!(this.function.poll(context));
        Poll::Ready((this.into_response)(output))
    }
}
