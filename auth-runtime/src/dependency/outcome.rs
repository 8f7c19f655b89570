//! What a dependency may return: a value, or a `Result` under whatever name.

use std::marker::PhantomData;

use axum::response::IntoResponse;

use crate::problem::Rejection;

/// Tells a `Result` (an alias too) from every other type: `Returned::<T>::FALLIBLE`.
///
/// For a `Result` the constant below is found first, being the type's own; for every other type the
/// one of the trait [`Returns`].
#[derive(Debug)]
pub struct Returned<T>(PhantomData<T>);

impl<T, E> Returned<Result<T, E>> {
    /// A `Result` may be an error.
    pub const FALLIBLE: bool = true;
}

/// What [`Returned`] says of a type that is no `Result`.
pub trait Returns {
    /// Any other type is a value.
    const FALLIBLE: bool = false;
}

impl<T> Returns for Returned<T> {}

/// What the return type of a dependency means.
///
/// Every type is a value, if `FALLIBLE` is false. Where a return type has parameters, nobody can know
/// whether some argument makes a `Result` of it: there `FALLIBLE` is true, and nothing but a `Result` is
/// taken. An error that passes for a value would be a guard that guards nothing.
#[diagnostic::on_unimplemented(
    message = "a dependency whose value has type parameters returns a `Result`, and this is `{Self}`",
    label = "not `core::result::Result`"
)]
pub trait Outcome<const FALLIBLE: bool> {
    /// The value that its users get.
    type Value;
}

impl<T, E> Outcome<true> for Result<T, E> {
    type Value = T;
}

impl<T> Outcome<false> for T {
    type Value = T;
}

/// An [`Outcome`] whose error, if there is one, can be answered.
///
/// It is a trait of its own so that rustc complains once of an error that is no response: where the
/// function is called, and not where its value is spoken of.
pub trait IntoOutcome<const FALLIBLE: bool>: Outcome<FALLIBLE> {
    /// The value, or what ends the request.
    ///
    /// # Errors
    ///
    /// The error that it is, as a response.
    fn into_outcome(self) -> Result<Self::Value, Rejection>;
}

impl<T, E: IntoResponse> IntoOutcome<true> for Result<T, E> {
    fn into_outcome(self) -> Result<T, Rejection> {
        self.map_err(Rejection::from)
    }
}

impl<T> IntoOutcome<false> for T {
    fn into_outcome(self) -> Result<T, Rejection> {
        Ok(self)
    }
}
