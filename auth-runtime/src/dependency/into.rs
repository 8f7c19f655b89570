//! What can stand for a dependency where a value is expected: `.depends(check_auth)`.

use super::Provides;

/// A dependency given by value (`Can(x)`), or by its name, which is a function without arguments.
///
/// There is nothing to implement: every dependency implements it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a dependency",
    label = "not a dependency",
    note = "put `#[dependency]` on the function, or on an `impl` block with a method `call(&self, …)`"
)]
pub trait IntoDependency<K> {
    /// The dependency's type.
    type Dependency: Provides;

    /// The dependency.
    #[doc(hidden)]
    fn into_dependency(self) -> Self::Dependency;
}

/// The marker of a dependency given by value.
#[doc(hidden)]
#[derive(Debug)]
pub enum ByValue {}

/// The marker of a dependency given by name.
#[doc(hidden)]
#[derive(Debug)]
pub enum ByName {}

impl<D: Provides> IntoDependency<ByValue> for D {
    type Dependency = D;

    fn into_dependency(self) -> D {
        self
    }
}

impl<F, D> IntoDependency<ByName> for F
where
    F: Fn() -> D,
    D: Provides,
{
    type Dependency = D;

    fn into_dependency(self) -> D {
        self()
    }
}
