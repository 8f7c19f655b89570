//! A dependency as its users name it: rustc reports what is wrong with it once, and not again for each of
//! them.

use std::marker::PhantomData;

use super::{Plan, Provides, Resolves};
use crate::context::RequestContext;
use crate::description::OperationDoc;
use crate::problem::Rejection;

/// All that expansions ask of a dependency that they need: what [`Provides`] says.
///
/// `Provides` is no bound of it, nor are that trait's own bounds. A struct that lacks a derive rustc complains
/// of where it is made a dependency, and not again where it is needed; and of a type that is none it says the
/// same of each member, which it prints once.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no dependency",
    label = "no dependency",
    note = "put `#[dependency]` on the function, or on an `impl` block with a method `call(&self, …)`"
)]
pub trait Needed: Sized {
    /// Its value.
    type Value;

    /// That it is a dependency: for [`Named`].
    const PROVIDED: bool = true;

    /// What it needs itself.
    const PLAN: Plan;

    /// Whether nothing has to be waited for.
    const AT_ONCE: bool;

    /// Tells `operation` of it.
    fn include_in(&self, operation: &mut OperationDoc);

    /// Its value: made now, or a clone of what an equal one gave before.
    fn resolve_in<S: Resolves<Self>>(
        &self,
        context: &mut RequestContext,
        state: &S,
    ) -> impl Future<Output = Result<Self::Value, Rejection>> + Send;

    /// The same where nothing has to be waited for; `None` if it is not known to be so.
    fn resolve_at_once_in<S: Resolves<Self>>(
        &self,
        context: &mut RequestContext,
        state: &S,
    ) -> Option<Result<Self::Value, Rejection>>;

    /// Its value, if it was made before.
    fn kept_in(&self, context: &RequestContext) -> Option<Self::Value>;
}

impl<D: Provides> Needed for D {
    type Value = D::Output;

    const PLAN: Plan = <D as Provides>::PLAN;

    const AT_ONCE: bool = <D as Provides>::AT_ONCE;

    fn include_in(&self, operation: &mut OperationDoc) {
        operation.include(self);
    }

    fn resolve_in<S: Resolves<D>>(
        &self,
        context: &mut RequestContext,
        state: &S,
    ) -> impl Future<Output = Result<D::Output, Rejection>> + Send {
        S::resolve(context, self, state)
    }

    #[inline]
    fn resolve_at_once_in<S: Resolves<D>>(
        &self,
        context: &mut RequestContext,
        state: &S,
    ) -> Option<Result<D::Output, Rejection>> {
        S::resolve_at_once(context, self, state)
    }

    fn kept_in(&self, context: &RequestContext) -> Option<D::Output> {
        context.kept(self)
    }
}

/// `D`, named where a dependency is needed: `Named<D, { <D as Needed>::PROVIDED }>`, or where a part of the
/// request is.
///
/// If `D` is none, the constant is where rustc says so. What has a constant in error for an
/// argument is in error itself: of that, rustc says nothing more, neither in the code of who needs it nor at
/// any route.
pub type Named<D, const PROVIDED: bool> = <Checked<D, PROVIDED> as IsNamed>::Dependency;

/// What has the constant for an argument.
#[derive(Debug)]
pub struct Checked<D, const PROVIDED: bool>(PhantomData<D>);

/// The way from it to the type.
pub trait IsNamed {
    /// The type that was named.
    type Dependency;
}

impl<D, const PROVIDED: bool> IsNamed for Checked<D, PROVIDED> {
    type Dependency = D;
}
