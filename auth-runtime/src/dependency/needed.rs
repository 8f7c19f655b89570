//! A dependency as its users name it: rustc reports what is wrong with it once, and not again for each of
//! them.

use std::marker::PhantomData;

use super::{Plan, Provides, Resolves};
use crate::context::RequestContext;
use crate::description::OperationDoc;
use crate::problem::Rejection;

/// Everything that expansions use of a dependency: the members of [`Provides`].
///
/// Neither `Provides` nor its bounds are a bound of this trait. So rustc complains about a struct that lacks a
/// derive where it is made a dependency, and not again where it is needed. About a type that is not a dependency
/// it says the same for each member of this trait, and prints that once.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a dependency",
    label = "not a dependency",
    note = "put `#[dependency]` on the function, or on an `impl` block with a method `call(&self, …)`"
)]
pub trait Needed: Sized {
    /// Its value.
    type Value;

    /// Proof that it is a dependency; used by [`Named`].
    const PROVIDED: bool = true;

    /// What it itself depends on.
    const PLAN: Plan;

    /// Whether it never waits.
    const AT_ONCE: bool;

    /// Adds it to `operation`.
    fn include_in(&self, operation: &mut OperationDoc);

    /// The same in a list, where its value is ignored.
    fn include_listed_in(&self, operation: &mut OperationDoc);

    /// Its value: computed now, or a clone of the value of an equal one.
    fn resolve_in<S: Resolves<Self>>(
        &self,
        context: &mut RequestContext,
        state: &S,
    ) -> impl Future<Output = Result<Self::Value, Rejection>> + Send;

    /// The same without waiting; `None` if it is not known whether anything waits.
    fn resolve_at_once_in<S: Resolves<Self>>(
        &self,
        context: &mut RequestContext,
        state: &S,
    ) -> Option<Result<Self::Value, Rejection>>;

    /// Its value, if it exists already.
    fn kept_in(&self, context: &RequestContext) -> Option<Self::Value>;
}

impl<D: Provides> Needed for D {
    type Value = D::Output;

    const PLAN: Plan = <D as Provides>::PLAN;

    const AT_ONCE: bool = <D as Provides>::AT_ONCE;

    fn include_in(&self, operation: &mut OperationDoc) {
        operation.include(self);
    }

    fn include_listed_in(&self, operation: &mut OperationDoc) {
        operation.include_listed(self);
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

/// `D`, named where a dependency is needed: `Named<D, { <D as Needed>::PROVIDED }>`, or named where a part of
/// the request is.
///
/// If `D` is not a dependency, rustc says so at the constant. A type with an erroneous constant as its argument
/// is erroneous itself, and about such a type rustc says nothing more, neither in the code of those that need it
/// nor at any route.
pub type Named<D, const PROVIDED: bool> = <Checked<D, PROVIDED> as IsNamed>::Dependency;

/// The type that takes the constant as its argument.
#[derive(Debug)]
pub struct Checked<D, const PROVIDED: bool>(PhantomData<D>);

/// Leads from [`Checked`] to the type.
pub trait IsNamed {
    /// The type that was named.
    type Dependency;
}

impl<D, const PROVIDED: bool> IsNamed for Checked<D, PROVIDED> {
    type Dependency = D;
}
