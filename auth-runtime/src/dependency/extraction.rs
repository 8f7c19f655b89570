//! How parameters that are extractors get their values.

use axum::extract::{FromRequest, FromRequestParts};

use crate::context::RequestContext;
use crate::problem::Rejection;

/// A state with which `T` can be extracted from a request's head: `T: FromRequestParts<S>`, the
/// other way round.
///
/// While rustc does not know the state yet, this bound waits for it. The one of axum does not: where
/// the only `FromRef` for a `Db` is that of itself, rustc takes `Db` for the state, and complains of
/// the true one later. The name is what its messages show.
pub trait ExtractsFromHead<T>: Sized {
    /// What `T` finds.
    fn extract(
        context: &mut RequestContext,
        state: &Self,
    ) -> impl Future<Output = Result<T, Rejection>> + Send;
}

impl<S, T> ExtractsFromHead<T> for S
where
    T: FromRequestParts<S>,
    S: Sync,
{
    fn extract(
        context: &mut RequestContext,
        state: &S,
    ) -> impl Future<Output = Result<T, Rejection>> + Send {
        context.extract(state)
    }
}

/// A state with which `T` can be a handler's last extractor: `T: FromRequest<S, M>`.
pub trait ExtractsLast<T, M>: Sized {
    /// What `T` makes of the whole request.
    fn extract(
        context: &mut RequestContext,
        state: &Self,
    ) -> impl Future<Output = Result<T, Rejection>> + Send;
}

impl<S, T, M> ExtractsLast<T, M> for S
where
    T: FromRequest<S, M>,
    S: Sync,
{
    fn extract(
        context: &mut RequestContext,
        state: &S,
    ) -> impl Future<Output = Result<T, Rejection>> + Send {
        context.extract_last(state)
    }
}

/// What the extractor `T` finds in the request's head.
pub fn extract<T, S: ExtractsFromHead<T>>(
    context: &mut RequestContext,
    state: &S,
) -> impl Future<Output = Result<T, Rejection>> + Send {
    S::extract(context, state)
}

/// What a handler's last extractor makes of the whole request.
pub fn extract_last<T, S: ExtractsLast<T, M>, M>(
    context: &mut RequestContext,
    state: &S,
) -> impl Future<Output = Result<T, Rejection>> + Send {
    S::extract(context, state)
}
