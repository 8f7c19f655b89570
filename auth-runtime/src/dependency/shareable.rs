//! The bounds on every dependency and every value, each with one sentence that explains it.

/// `Clone + PartialEq`: requests share a dependency, and equal dependencies run once.
///
/// There is nothing to implement.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a dependency: it must implement both `Clone` and `PartialEq`",
    label = "requests share a dependency, and equal ones run only once",
    note = "add `#[derive(Clone, PartialEq)]` to `{Self}`"
)]
pub trait Shareable: Clone + PartialEq {}

// With the first impl alone, rustc would complain about `Clone` and `PartialEq` separately. With the second,
// which nothing can match, it shows the sentence above, and still knows that this bound implies the others.
#[diagnostic::do_not_recommend]
impl<D: Clone + PartialEq> Shareable for D {}
#[diagnostic::do_not_recommend]
impl<D: Shareable> Shareable for D where (D,): Never {}

/// `T: Clone + Send + Sync + 'static`: everything that names a dependency gets a clone of its value.
///
/// The trait is implemented for [`Everybody`], and not for `T`, because rustc would propose to borrow a `T`
/// that is not `Clone`.
#[diagnostic::on_unimplemented(
    message = "`{T}` cannot be the value of a dependency: it must implement all of `Clone`, `Send` and `Sync`",
    label = "everything that depends on it gets a clone",
    note = "to make it `Clone`, add `#[derive(Clone)]` or wrap it in an `Arc`; to make it `Sync`, use a `Mutex` instead of a `Cell`",
    note = "to end the request with a response, return an error: `Result<(), HttpError>`"
)]
pub trait GetsClonesOf<T> {}

/// Everything that names a dependency.
#[derive(Debug)]
pub struct Everybody;

// Two impls, for the reason given above.
#[diagnostic::do_not_recommend]
impl<T: Clone + Send + Sync + 'static> GetsClonesOf<T> for Everybody {}
#[diagnostic::do_not_recommend]
impl<T> GetsClonesOf<T> for Everybody where (T,): Never {}

/// Returns `fallible`, if `T` can be the value of a dependency. A constant calls it, which is otherwise
/// erroneous, and so is every type that takes the constant: rustc complains about the value once, and about
/// none of its users.
#[must_use]
pub const fn cloned<T>(fallible: bool) -> bool
where
    Everybody: GetsClonesOf<T>,
{
    fallible
}

/// No type implements it.
pub trait Never {}
