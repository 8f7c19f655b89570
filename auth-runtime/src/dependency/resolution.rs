//! How the functions that need dependencies get their values, whatever the state.

use super::{Dependency, Provides};
use crate::context::RequestContext;
use crate::problem::Rejection;

/// A state with which `D` can be resolved: `D: Dependency<S>`, the other way round.
///
/// While rustc does not know the state yet, it postpones this bound. It does not postpone the other one, and a
/// cycle would then be an endless search. Also, a bound that names an erroneous type says nothing about other
/// dependencies. The trait's name is what rustc's messages show.
pub trait Resolves<D>: Sized {
    /// The value of `dependency`.
    fn resolve(
        context: &mut RequestContext,
        dependency: &D,
        state: &Self,
    ) -> impl Future<Output = Result<D::Output, Rejection>> + Send
    where
        D: Provides;

    /// The same without waiting; `None` if it is not known whether anything waits.
    fn resolve_at_once(
        context: &mut RequestContext,
        dependency: &D,
        state: &Self,
    ) -> Option<Result<D::Output, Rejection>>
    where
        D: Provides;
}

impl<S, D> Resolves<D> for S
where
    D: Dependency<S>,
    S: Sync + 'static,
{
    fn resolve(
        context: &mut RequestContext,
        dependency: &D,
        state: &S,
    ) -> impl Future<Output = Result<D::Output, Rejection>> + Send {
        context.resolve(dependency, state)
    }

    #[inline]
    fn resolve_at_once(
        context: &mut RequestContext,
        dependency: &D,
        state: &S,
    ) -> Option<Result<D::Output, Rejection>> {
        context.resolve_at_once(dependency, state)
    }
}
