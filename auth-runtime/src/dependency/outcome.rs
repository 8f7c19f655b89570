//! What a dependency may return: a value, or a `Result` under any name.

use std::convert::Infallible;
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

    /// What ends the request.
    type Error;

    /// The value, or what ends the request.
    ///
    /// That the error can be answered is asked here, and not of the type: rustc complains once of one that is
    /// no response, where the function is called, and not where its value is spoken of.
    ///
    /// # Errors
    ///
    /// The error that it is, as a response.
    fn into_outcome(self) -> Result<Self::Value, Rejection>
    where
        Self::Error: Refusal;
}

impl<T, E> Outcome<true> for Result<T, E> {
    type Value = T;
    type Error = E;

    fn into_outcome(self) -> Result<T, Rejection>
    where
        E: Refusal,
    {
        self.map_err(Rejection::from)
    }
}

impl<T> Outcome<false> for T {
    type Value = T;
    type Error = Infallible;

    fn into_outcome(self) -> Result<T, Rejection> {
        Ok(self)
    }
}

/// What comes of a dependency: its value, or what ends the request.
pub type Resolved<T> = Result<T, Rejection>;

/// An error that can be answered: `IntoResponse`, and one sentence about it.
#[diagnostic::on_unimplemented(
    message = "the error of a dependency is a response, and `{Self}` is none",
    label = "not `IntoResponse`",
    note = "return `HttpError`, or an error that implements `axum::response::IntoResponse`"
)]
pub trait Refusal: IntoResponse {}

#[diagnostic::do_not_recommend]
impl<E: IntoResponse> Refusal for E {}
