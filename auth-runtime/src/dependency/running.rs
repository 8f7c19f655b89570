//! The user's function, while it runs or after it has returned.

use std::pin::Pin;
use std::task::{Context, Poll};

/// The future that `function` returned.
///
/// If it is not `Send`, rustc says so here: about the user's own function, once, and not about
/// every future around it.
pub fn running<F: Future + Send>(function: F) -> impl Future<Output = F::Output> + Send {
    function
}

/// A future with the result of a function that is not `async`.
pub fn at_once<T: Send>(outcome: Option<T>) -> impl Future<Output = T> + Send {
    AtOnce(outcome)
}

struct AtOnce<T>(Option<T>);

impl<T> Unpin for AtOnce<T> {}

impl<T> Future for AtOnce<T> {
    type Output = T;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<T> {
        self.0.take().map_or(Poll::Pending, Poll::Ready)
    }
}
