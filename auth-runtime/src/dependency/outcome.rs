//! What a dependency may return: a value, or a `Result` under any name.

use std::convert::Infallible;
use std::marker::PhantomData;

use axum::response::IntoResponse;

use crate::problem::Rejection;

/// Tells a `Result` (also under an alias) from every other type: `Returned::<T>::FALLIBLE`.
///
/// For a `Result`, rustc finds the constant below first, because it is the type's own; for every other type it
/// finds the one of the trait [`Returns`].
#[derive(Debug)]
pub struct Returned<T>(PhantomData<T>);

impl<T, E> Returned<Result<T, E>> {
    /// A `Result` may be an error.
    pub const FALLIBLE: bool = true;
}

/// The constant of [`Returned`] for a type that is not a `Result`.
pub trait Returns {
    /// Any other type is a value.
    const FALLIBLE: bool = false;
}

impl<T> Returns for Returned<T> {}

/// What the return type of a dependency means.
///
/// If `FALLIBLE` is false, every type is a value. If a return type has parameters, it cannot be known whether
/// some argument turns it into a `Result`: `FALLIBLE` is then true, and only a `Result` is accepted. An error
/// that passes for a value would be a guard that guards nothing.
#[diagnostic::on_unimplemented(
    message = "a dependency whose value has type parameters must return a `Result`, not `{Self}`",
    label = "not a `core::result::Result`"
)]
pub trait Outcome<const FALLIBLE: bool> {
    /// The value that users of the dependency get.
    type Value;

    /// What ends the request.
    type Error;

    /// The value, or what ends the request.
    ///
    /// This function requires that the error is a response, and the type does not. So if it is not one, rustc
    /// complains once, where the function is called, and not wherever its value is mentioned.
    ///
    /// # Errors
    ///
    /// The error, as a response.
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

/// The result of a dependency: its value, or what ends the request.
pub type Resolved<T> = Result<T, Rejection>;

/// An error that can be a response: `IntoResponse`, with one sentence that explains it.
#[diagnostic::on_unimplemented(
    message = "the error of a dependency must be a response, but `{Self}` is not",
    label = "does not implement `IntoResponse`",
    note = "return `HttpError`, or an error that implements `axum::response::IntoResponse`"
)]
pub trait Refusal: IntoResponse {}

#[diagnostic::do_not_recommend]
impl<E: IntoResponse> Refusal for E {}
