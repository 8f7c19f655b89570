//! What every dependency is, and one sentence about it.

/// `Clone + PartialEq`: requests share a dependency, and equal ones run once.
///
/// There is nothing to implement.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a dependency: it is not both `Clone` and `PartialEq`",
    label = "requests share a dependency, and equal ones run once",
    note = "write `#[derive(Clone, PartialEq)]` over it"
)]
pub trait Shareable: Clone + PartialEq {}

// The first impl alone would make rustc complain of `Clone` and of `PartialEq`, each for itself. With the
// second, which nothing can match, it shows the sentence above, and knows that it implies the others.
#[diagnostic::do_not_recommend]
impl<D: Clone + PartialEq> Shareable for D {}
#[diagnostic::do_not_recommend]
impl<D: Shareable> Shareable for D where (D,): Never {}

/// No type is it.
pub trait Never {}
