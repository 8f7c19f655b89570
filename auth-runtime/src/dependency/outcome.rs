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
pub trait Outcome<const FALLIBLE: bool> {
    /// The value that its users get.
    type Value;

    /// The value, or what ends the request.
    fn outcome(self) -> Result<Self::Value, Rejection>;
}

impl<T, E: IntoResponse> Outcome<true> for Result<T, E> {
    type Value = T;

    fn outcome(self) -> Result<T, Rejection> {
        self.map_err(Rejection::from)
    }
}

impl<T> Outcome<false> for T {
    type Value = T;

    fn outcome(self) -> Result<T, Rejection> {
        Ok(self)
    }
}
