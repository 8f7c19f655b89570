//! `Stopping`: tells what outlives its request that the server is stopping.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use tokio::sync::watch;

/// Whether the server has been told to stop. As long as there is a clone, it waits, up to the end of its
/// patience.
#[derive(Debug, Clone)]
pub struct Stopping(Option<watch::Receiver<bool>>);

impl Stopping {
    pub(super) fn by(signal: watch::Receiver<bool>) -> Self {
        Self(Some(signal))
    }

    /// There is no server, and nothing stops.
    #[must_use]
    pub fn never() -> Self {
        Self(None)
    }

    /// Waits until the server stops.
    pub async fn told(&mut self) {
        match &mut self.0 {
            // An error means that the server is gone, which also means to stop.
            Some(signal) => drop(signal.wait_for(|stop| *stop).await),
            None => std::future::pending().await,
        }
    }
}

impl<S: Sync> FromRequestParts<S> for Stopping {
    type Rejection = Infallible;

    /// Without a connection, as in a test, this is [`never`](Self::never).
    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        let stopping = parts.extensions.get::<Self>().cloned();
        Ok(stopping.unwrap_or_else(Self::never))
    }
}
