//! `Either`: one of two futures.

use std::pin::Pin;
use std::task::{Context, Poll};

use pin_project_lite::pin_project;

pin_project! {
    /// The usual future, or the one that is needed now and then.
    ///
    /// An `async` block that waits for either one would be a third future around them, with space for its
    /// arguments; the `Either` of `futures-util` is not inlined.
    #[project = Projected]
    pub(crate) enum Either<Usual, Rare> {
        Usual { #[pin] future: Usual },
        Rare { #[pin] future: Rare },
    }
}

impl<Usual, Rare> Future for Either<Usual, Rare>
where
    Usual: Future,
    Rare: Future<Output = Usual::Output>,
{
    type Output = Usual::Output;

    #[inline]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Usual::Output> {
        match self.project() {
            Projected::Usual { future } => future.poll(context),
            Projected::Rare { future } => future.poll(context),
        }
    }
}
