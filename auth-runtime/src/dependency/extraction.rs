//! How parameters that are extractors get their values.

use std::convert::Infallible;

use axum::extract::{FromRequest, FromRequestParts};
use http::request::Parts;

use super::{Longer, RequestPart};
use crate::context::RequestContext;
use crate::problem::Rejection;

/// A state with which `T` can be extracted from a request's head: `T: FromRequestParts<S>`, the
/// other way round.
///
/// While rustc does not know the state yet, it postpones this bound. It does not postpone axum's: if the only
/// `FromRef` for a `Db` is the one from `Db` itself, rustc takes `Db` for the state, and complains about the
/// true state later. The trait's name is what rustc's messages show.
pub trait ExtractsFromHead<T>: Sized {
    /// What `T` extracts.
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
    /// What `T` extracts from the whole request.
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

/// The same as [`ExtractsFromHead`] for a `T` that is probably no such extractor if the bound is not met: rustc
/// then says this, and not why axum does not extract it.
#[diagnostic::on_unimplemented(
    message = "`{T}` is not an extractor of a request's head, for routes whose state is `{Self}`",
    label = "takes `{T}` from the head of the request",
    note = "for the value of a dependency, write `#[depends(…)]` before the parameter; for a part of the state, take `State<…>`",
    note = "what reads the body, such as `Json<_>`, can only be a handler's last parameter",
    note = "an extractor of the head implements `FromRequestParts<{Self}>`, and what it takes from the state `FromRef<{Self}>`"
)]
pub trait TakesFromHead<T>: ExtractsFromHead<T> {}

#[diagnostic::do_not_recommend]
impl<S: ExtractsFromHead<T>, T> TakesFromHead<T> for S {}

/// The same as [`ExtractsLast`] for such a `T`.
#[diagnostic::on_unimplemented(
    message = "`{T}` is not an extractor, for routes whose state is `{Self}`",
    label = "takes `{T}` from the request",
    note = "for the value of a dependency, write `#[depends(…)]` before the parameter; for a part of the state, take `State<…>`",
    note = "for a body, what `Json<_>` or `Form<_>` reads implements `serde::Deserialize`",
    note = "an extractor implements `FromRequestParts<{Self}>` or `FromRequest<{Self}>`, and what it takes from the state `FromRef<{Self}>`"
)]
pub trait TakesLast<T, M>: ExtractsLast<T, M> {}

#[diagnostic::do_not_recommend]
impl<S: ExtractsLast<T, M>, T, M> TakesLast<T, M> for S {}

/// What the extractor `T` extracts from the request's head.
pub fn extract<T, S: ExtractsFromHead<T>>(
    context: &mut RequestContext,
    state: &S,
) -> impl Future<Output = Result<T, Rejection>> + Send {
    S::extract(context, state)
}

/// A state with which every extractor in the tuple `T` can be extracted from a request's head.
pub trait ExtractsAll<T>: Sized {
    /// What they extract, in the order of the tuple, until one rejects.
    fn extract_all(
        context: &mut RequestContext,
        state: &Self,
    ) -> impl Future<Output = Result<T, Rejection>> + Send;
}

macro_rules! tuples {
    ($(($($item:ident),*))*) => {$(
        impl<State, $($item: Send),*> ExtractsAll<($($item,)*)> for State
        where
            State: Sync $(+ ExtractsFromHead<$item>)*,
        {
            async fn extract_all(
                _context: &mut RequestContext,
                _state: &State,
            ) -> Result<($($item,)*), Rejection> {
                Ok(($(extract::<$item, State>(_context, _state).await?,)*))
            }
        }
    )*};
}

tuples! {
    ()
    (A)
    (A, B)
    (A, B, C)
    (A, B, C, D)
    (A, B, C, D, E)
    (A, B, C, D, E, F)
    (A, B, C, D, E, F, G)
    (A, B, C, D, E, F, G, H)
    (A, B, C, D, E, F, G, H, I)
    (A, B, C, D, E, F, G, H, I, J)
    (A, B, C, D, E, F, G, H, I, J, K)
    (A, B, C, D, E, F, G, H, I, J, K, L)
    (A, B, C, D, E, F, G, H, I, J, K, L, M)
    (A, B, C, D, E, F, G, H, I, J, K, L, M, N)
    (A, B, C, D, E, F, G, H, I, J, K, L, M, N, O)
    (A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P)
}

impl<State, First: Send, Rest: Send> ExtractsAll<Longer<First, Rest>> for State
where
    State: Sync + ExtractsAll<First> + ExtractsAll<Rest>,
{
    async fn extract_all(
        context: &mut RequestContext,
        state: &State,
    ) -> Result<Longer<First, Rest>, Rejection> {
        let first = <State as ExtractsAll<First>>::extract_all(context, state).await?;
        let rest = <State as ExtractsAll<Rest>>::extract_all(context, state).await?;
        Ok(Longer(first, rest))
    }
}

/// What a handler with a last extractor borrows from the head: a clone, because that extractor takes the
/// whole request.
#[derive(Debug)]
pub struct Kept<T>(pub T);

impl<S: Sync, T: RequestPart + Clone + Send> FromRequestParts<S> for Kept<T> {
    type Rejection = Infallible;

    async fn from_request_parts(head: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(T::of(head).clone()))
    }
}

/// What a handler's last extractor takes, if it has one; `M` is axum's marker of it.
pub trait Last<S, M>: Sized {
    /// What the extractor extracts from the whole request.
    fn take(
        context: &mut RequestContext,
        state: &S,
    ) -> impl Future<Output = Result<Self, Rejection>> + Send;
}

impl<S: Sync> Last<S, ()> for () {
    async fn take(_: &mut RequestContext, _: &S) -> Result<(), Rejection> {
        Ok(())
    }
}

/// What an extractor extracts from the whole request.
#[derive(Debug)]
pub struct Whole<T>(pub T);

impl<S, T, M> Last<S, M> for Whole<T>
where
    S: ExtractsLast<T, M> + Sync,
{
    async fn take(context: &mut RequestContext, state: &S) -> Result<Self, Rejection> {
        S::extract(context, state).await.map(Self)
    }
}
