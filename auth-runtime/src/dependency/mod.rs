//! What a dependency is: what it provides and declares, and how it is resolved.
//!
//! [`shareable`] has the bounds on every dependency and its value; [`needed`] is how functions use a
//! dependency that they need, and [`list`] several of them; [`plan`] tells which ones are needed more than
//! once, and [`values`] keeps their values; [`outcome`] reads return types; [`part`] is what a parameter may
//! borrow; [`extraction`], [`immediate`] and [`resolution`] are how parameters get their values; [`running`]
//! runs the user's function; [`either`] is one of two futures.

mod either;
mod extraction;
mod immediate;
mod into;
mod list;
mod needed;
mod outcome;
mod part;
mod plan;
mod resolution;
mod running;
mod shareable;
mod values;

pub use extraction::{
    ExtractsFromHead, ExtractsLast, Kept, TakesFromHead, TakesLast, Whole, extract,
};
pub use immediate::{Extractor, MayWait, extract_at_once};
pub use into::IntoDependency;
pub use list::{List, Longer, Own, resolve_all, resolve_all_at_once};
pub use needed::{Named, Needed};
pub use outcome::{Outcome, Refusal, Resolved, Returned, Returns};
pub use part::{RequestPart, ResponsePart};
pub use plan::Plan;
pub use resolution::Resolves;
pub use running::{at_once, running};
pub use shareable::{Everybody, GetsClonesOf, Shareable, cloned};

pub(crate) use either::Either;
pub(crate) use extraction::{ExtractsAll, Last};
pub(crate) use list::ResolvesAll;
pub(crate) use plan::Shared;
pub(crate) use values::Values;

use crate::context::RequestContext;
use crate::description::OperationDoc;
use crate::problem::Rejection;

/// What a dependency provides, whatever the application's state: its value and its documentation.
///
/// `#[dependency]` implements it; [`Dependency`] shows how to implement it by hand. `Shareable` stands for
/// `Clone + PartialEq`, as one bound that rustc explains in one sentence.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a dependency",
    label = "not a dependency",
    note = "put `#[dependency]` on the function, or on an `impl` block with a method `call(&self, …)`"
)]
pub trait Provides: Shareable + Send + Sync + 'static {
    /// The value; each place that names the dependency gets a clone.
    type Output: Clone + Send + Sync + 'static;

    /// What this dependency itself depends on, so that values are kept only where they are needed again.
    /// Leave it out when in doubt: then every value is kept.
    #[doc(hidden)]
    const PLAN: Plan = Plan::UNKNOWN;

    /// Whether [`Dependency::resolve_at_once`] always returns a value, unless something is overridden.
    #[doc(hidden)]
    const AT_ONCE: bool = false;

    /// Declares what documentation, CORS and the audit table need to know. It runs when an application
    /// is built, never during a request.
    fn describe(&self, operation: &mut OperationDoc) {
        operation.dependency(std::any::type_name::<Self>());
    }
}

/// A dependency of routes whose state is `S`.
///
/// `#[dependency]` implements it; by hand it looks like this:
///
/// ```
/// use auth_runtime::prelude::*;
/// use auth_runtime::{Provides, RequestContext, Rejection};
///
/// #[derive(Clone)]
/// struct Tenant(String);
///
/// /// The tenant is the part of the path before the first `/`.
/// #[derive(Clone, PartialEq)]
/// struct TenantOfPath;
///
/// impl Provides for TenantOfPath {
///     type Output = Tenant;
/// }
///
/// impl<S: Sync> Dependency<S> for TenantOfPath {
///     async fn resolve(&self, context: &mut RequestContext, _state: &S) -> Result<Tenant, Rejection> {
///         let path = context.request().uri.path().trim_start_matches('/');
///         match path.split('/').next() {
///             Some(name) if !name.is_empty() => Ok(Tenant(name.to_owned())),
///             _ => Err(HttpError::new(StatusCode::NOT_FOUND).into()),
///         }
///     }
/// }
///
/// #[depends]
/// async fn show(#[depends(TenantOfPath)] Tenant(name): Tenant) -> String {
///     name
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a dependency for routes whose state is `{S}`",
    label = "not a dependency for these routes",
    note = "put `#[dependency]` on the function, or on an `impl` block with a method `call(&self, …)`"
)]
pub trait Dependency<S>: Provides {
    /// Computes the value, or ends the request.
    ///
    /// Resolve sub-dependencies with [`RequestContext::resolve`], which runs equal ones once.
    ///
    /// # Errors
    ///
    /// The [`Rejection`] becomes the response: nothing after this dependency runs.
    fn resolve(
        &self,
        context: &mut RequestContext,
        state: &S,
    ) -> impl Future<Output = Result<Self::Output, Rejection>> + Send;

    /// The same without waiting, so that routers need no future. `None` is not a result, and has no side
    /// effects: `resolve` must be called then.
    #[doc(hidden)]
    fn resolve_at_once(
        &self,
        _context: &mut RequestContext,
        _state: &S,
    ) -> Option<Result<Self::Output, Rejection>> {
        None
    }
}
