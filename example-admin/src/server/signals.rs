//! `Signals`: what tells the server to stop.

use std::io;

use tokio::sync::mpsc;

/// Requests to stop, one after the other.
#[derive(Debug)]
pub struct Signals(mpsc::Receiver<()>);

impl Signals {
    /// Ctrl-C, and SIGTERM where there is such a thing.
    ///
    /// # Errors
    ///
    /// When the system does not let them be caught.
    pub fn of_the_process() -> io::Result<Self> {
        let (sender, signals) = Self::from_a_sender();
        #[cfg(unix)]
        {
            use tokio::signal::unix::{SignalKind, signal};

            for kind in [SignalKind::interrupt(), SignalKind::terminate()] {
                let mut signal = signal(kind)?;
                let sender = sender.clone();
                tokio::spawn(async move {
                    while signal.recv().await.is_some() && sender.send(()).await.is_ok() {}
                });
            }
        }
        #[cfg(not(unix))]
        tokio::spawn(async move {
            while tokio::signal::ctrl_c().await.is_ok() && sender.send(()).await.is_ok() {}
        });
        Ok(signals)
    }

    /// Signals that a test sends.
    #[must_use]
    pub fn from_a_sender() -> (mpsc::Sender<()>, Self) {
        let (sender, receiver) = mpsc::channel(2);
        (sender, Self(receiver))
    }

    /// Waits for the next signal; forever, if there can be none.
    pub(crate) async fn next(&mut self) {
        if self.0.recv().await.is_none() {
            std::future::pending::<()>().await;
        }
    }
}
