//! `fresh(dependency)`: run again, whatever ran before.

use crate::context::RequestContext;
use crate::dependency::{Dependency, IntoDependency, Plan, Provides};
use crate::description::OperationDoc;
use crate::problem::Rejection;

/// A dependency that runs anew at each place that names it; made by [`fresh`].
#[derive(Debug, Clone, PartialEq)]
pub struct Fresh<D> {
    dependency: D,
}

/// Runs `dependency` again at this place: FastAPI's `Depends(…, use_cache=False)`.
///
/// Other places keep the value that they have, and this one is not shared. What `dependency` itself depends
/// on still runs once.
///
/// ```
/// # use auth_runtime::prelude::*;
/// # use auth_runtime::fresh;
/// #[dependency]
/// fn now() -> std::time::Instant {
///     std::time::Instant::now()
/// }
///
/// #[depends(now)]
/// async fn show(#[depends(now)] start: std::time::Instant, #[depends(fresh(now))] end: std::time::Instant) -> String {
///     format!("{:?}", end - start)
/// }
/// ```
#[must_use]
pub fn fresh<D, K>(dependency: D) -> Fresh<D::Dependency>
where
    D: IntoDependency<K>,
{
    Fresh {
        dependency: dependency.into_dependency(),
    }
}

impl<D: Provides> Provides for Fresh<D> {
    type Output = D::Output;

    const PLAN: Plan = D::PLAN.fresh();

    fn describe(&self, operation: &mut OperationDoc) {
        operation.include(&self.dependency);
    }
}

impl<S, D> Dependency<S> for Fresh<D>
where
    D: Dependency<S>,
    S: Sync + 'static,
{
    async fn resolve(
        &self,
        context: &mut RequestContext,
        state: &S,
    ) -> Result<D::Output, Rejection> {
        context.resolve_fresh(&self.dependency, state).await
    }
}
