//! `Watch`: what a router watches for. A panic, or an answer that is late, becomes a problem document with all
//! edits.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::time::Duration;

use axum::response::Response;
use futures_util::FutureExt;
use http::StatusCode;

use crate::description::OperationDoc;
use crate::problem::{HttpError, Rejection};

/// The outcome of a request, or of a hook.
pub(crate) type Outcome = Result<Response, Rejection>;

/// What has an outcome. It is boxed, so that the futures of requests do not have space for it.
pub(crate) type Running<'a> = Pin<Box<dyn Future<Output = Outcome> + Send + 'a>>;

/// What is watched for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Watch {
    pub(crate) catches_panics: bool,
    pub(crate) timeout: Option<Duration>,
}

impl Watch {
    /// Nothing is watched for.
    pub(crate) const IDLE: Self = Self {
        catches_panics: false,
        timeout: None,
    };

    /// Whether nothing is watched for.
    #[inline]
    pub(crate) const fn is_idle(self) -> bool {
        !self.catches_panics && self.timeout.is_none()
    }

    /// What is watched for below an `inner` router: its timeout replaces this one.
    pub(crate) fn and_inner(self, inner: Self) -> Self {
        Self {
            catches_panics: self.catches_panics || inner.catches_panics,
            timeout: inner.timeout.or(self.timeout),
        }
    }

    /// What is watched for where two routers have the same prefix: the shorter timeout applies.
    pub(crate) fn and_equal(self, other: Self) -> Self {
        Self {
            timeout: self.timeout.into_iter().chain(other.timeout).min(),
            ..self.and_inner(other)
        }
    }

    /// Declares what it may answer instead.
    pub(crate) fn describe(self, operation: &mut OperationDoc) {
        if self.catches_panics {
            operation.error(500);
        }
        if self.timeout.is_some() {
            operation.error(504);
        }
    }

    /// `running`, whose panic is a 500, and which is dropped for a 504 when it is late. `name` is for the log.
    pub(crate) fn over<'a>(self, name: &'static str, mut running: Running<'a>) -> Running<'a> {
        if let Some(timeout) = self.timeout {
            running = Box::pin(within(timeout, name, running));
        }
        // Outside, because what is late is dropped, and that may panic, too.
        if self.catches_panics {
            running = Box::pin(caught(name, running));
        }
        running
    }

    /// Drops `value`: a panic of it is a 500 in place of `outcome`.
    pub(crate) fn over_drop<T>(self, name: &'static str, value: T, outcome: Outcome) -> Outcome {
        if !self.catches_panics {
            drop(value);
            return outcome;
        }
        // Nothing of `value` is left.
        let dropped = catch_unwind(AssertUnwindSafe(|| drop(value)));
        dropped.map_or_else(|_message| panicked(name), |()| outcome)
    }
}

async fn caught(name: &'static str, running: Running<'_>) -> Outcome {
    // `running` is not used after a panic, and what it shares with others is consistent between any two calls.
    let outcome = AssertUnwindSafe(running).catch_unwind().await;
    outcome.unwrap_or_else(|_message| panicked(name))
}

/// The response does not contain the panic's message, which the panic hook has printed.
fn panicked(name: &'static str) -> Outcome {
    tracing::error!("{name} panicked");
    Err(HttpError::new(StatusCode::INTERNAL_SERVER_ERROR).into())
}

async fn within(timeout: Duration, name: &'static str, running: Running<'_>) -> Outcome {
    let outcome = tokio::time::timeout(timeout, running).await;
    outcome.unwrap_or_else(|_elapsed| {
        tracing::error!(?timeout, "{name} took too long");
        Err(HttpError::new(StatusCode::GATEWAY_TIMEOUT).into())
    })
}
