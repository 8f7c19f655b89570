//! Values that count how many of them are alive, and futures that wait once.

use std::future::poll_fn;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Poll;

/// How many [`Alive`]s there are.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tally(Arc<AtomicUsize>);

impl Tally {
    pub(crate) fn alive(&self) -> Alive {
        self.0.fetch_add(1, Ordering::SeqCst);
        Alive(self.clone())
    }

    pub(crate) fn count(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }
}

/// A value that is counted, like each clone of it.
#[derive(Debug)]
pub(crate) struct Alive(Tally);

impl Clone for Alive {
    fn clone(&self) -> Self {
        self.0.alive()
    }
}

impl Drop for Alive {
    fn drop(&mut self) {
        self.0.0.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Is ready when it is polled for the second time.
pub(crate) async fn pause() {
    let mut is_first = true;
    poll_fn(|context| {
        if !is_first {
            return Poll::Ready(());
        }
        is_first = false;
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}
