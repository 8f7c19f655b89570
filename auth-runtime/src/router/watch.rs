//! How a router watches over the requests below it: a panic or a late response becomes a problem document
//! with all edits.

use std::pin::Pin;
use std::time::Duration;

use http::StatusCode;

use super::panics::{Outcome, caught};
use crate::problem::HttpError;

/// A request, from its first dependency to its handler. It is boxed, so that other requests' futures do not
/// have space for what is watched over.
type Serving<'a> = Pin<Box<dyn Future<Output = Outcome> + Send + 'a>>;

/// What a router watches for.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Watch {
    pub(super) catches_panics: bool,
    pub(super) timeout: Option<Duration>,
}

impl Watch {
    /// Whether it watches for nothing.
    #[inline]
    pub(super) const fn is_idle(self) -> bool {
        !self.catches_panics && self.timeout.is_none()
    }

    /// What is watched for below an `inner` router: its timeout replaces this one.
    pub(super) fn and_inner(self, inner: Self) -> Self {
        Self {
            catches_panics: self.catches_panics || inner.catches_panics,
            timeout: inner.timeout.or(self.timeout),
        }
    }

    /// What is watched for where two routers have the same prefix: the shorter timeout applies.
    pub(super) fn and_equal(self, other: Self) -> Self {
        Self {
            timeout: self.timeout.into_iter().chain(other.timeout).min(),
            ..self.and_inner(other)
        }
    }

    /// The same as `serving`, except for what goes wrong with it.
    pub(super) fn over<'a>(
        self,
        serving: impl Future<Output = Outcome> + Send + 'a,
    ) -> Serving<'a> {
        let mut serving: Serving<'a> = Box::pin(serving);
        if self.catches_panics {
            serving = Box::pin(caught(serving));
        }
        if let Some(timeout) = self.timeout {
            serving = Box::pin(within(timeout, serving));
        }
        serving
    }
}

/// The outcome of `serving`; when it is late, it is dropped, and the outcome is a 504.
async fn within(timeout: Duration, serving: Serving<'_>) -> Outcome {
    tokio::time::timeout(timeout, serving)
        .await
        .unwrap_or_else(|_elapsed| {
            tracing::error!(?timeout, "the response took too long");
            Err(HttpError::new(StatusCode::GATEWAY_TIMEOUT).into())
        })
}
