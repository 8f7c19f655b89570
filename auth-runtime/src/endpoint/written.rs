//! The user's handler function, and everything that is prepared for it: all code that serves it except its own
//! call is compiled here, and not for each handler.

use axum::response::{IntoResponse, Response};
use futures_util::FutureExt;

use super::{Alone, Answers};
use crate::context::RequestContext;
use crate::dependency::{ExtractsAll, Last, List, ResolvesAll, resolve_all};
use crate::problem::Rejection;

/// The user's function, which takes the values of its parameters' dependencies, what is extracted from the
/// request's head, and what its last extractor makes of the whole request.
pub trait AsWritten<Taken: Send>: 'static {
    /// Calls the function, whose other parameters borrow from `context`.
    fn call(context: &mut RequestContext, taken: Taken)
    -> impl Send + Future<Output: IntoResponse>;
}

/// Resolves what a handler needs, and calls it.
///
/// # Errors
///
/// The first refusal or rejection of what it needs.
#[expect(
    clippy::manual_async_fn,
    reason = "an `async fn` has room for its arguments twice"
)]
pub fn serve<E, S, M, Listed, Given, H, L>(
    context: &mut RequestContext,
    state: &S,
    listed: Listed,
    given: Given,
) -> impl Future<Output = Result<Response, Rejection>> + Send
where
    E: AsWritten<(Given::Values, H, L)>,
    S: ResolvesAll<Listed> + ResolvesAll<Given> + ExtractsAll<H> + Sync,
    Listed: List<Values: Send>,
    Given: List<Values: Send>,
    H: Send,
    L: Last<S, M> + Send,
{
    async move {
        // Held until the function is done: a listed dependency's value may be a permit.
        let (taken, _held) = prepare(context, state, listed, given).await?;
        let answer = E::call(context, taken).await;
        Ok(answer.into_response())
    }
}

/// Resolves what is `listed` and what is `given` to the function, and runs the extractors.
///
/// The order is the same everywhere: dependencies, then what is extracted from the head, then the body. So a
/// dependency's refusal comes before any extractor's, wherever the parameters stand.
///
/// It does not depend on the handler, so all handlers with the same needs share its compiled code.
async fn prepare<S, M, Listed, Given, H, L>(
    context: &mut RequestContext,
    state: &S,
    listed: Listed,
    given: Given,
) -> Result<((Given::Values, H, L), Listed::Values), Rejection>
where
    S: ResolvesAll<Listed> + ResolvesAll<Given> + ExtractsAll<H> + Sync,
    Listed: List<Values: Send>,
    Given: List<Values: Send>,
    H: Send,
    L: Last<S, M> + Send,
{
    let held = resolve_all(context, listed, state).await?;
    let values = resolve_all(context, given, state).await?;
    let extracted = S::extract_all(context, state).await?;
    let last = L::take(context, state).await?;
    Ok(((values, extracted, last), held))
}

/// Serves a request with a handler that needs nothing.
///
/// # Errors
///
/// None.
pub fn serve_alone<E: Answers>() -> impl Future<Output = Result<Response, Rejection>> + Send {
    E::answer().map(|answer| Ok(answer.into_response()))
}

/// Answers with a handler that needs nothing.
#[must_use]
pub fn alone<E: Answers>() -> Option<Alone> {
    Some(Box::pin(E::answer().map(IntoResponse::into_response)))
}
