//! Which sessions are alive: what makes logout effective before the tokens expire.

use std::sync::Arc;

use super::{NumericDate, Session, SessionId, SignedToken, TokenError};

/// Where an application keeps the sessions it has started.
///
/// A token alone stays valid until it expires. With a store, a session lives only as long as its
/// record: [`check`](Self::check) is one read on each request, and ending a session ends all its
/// tokens, older and newer ones, on every node that shares the store.
///
/// The methods are `async fn`s to implement; their futures must be `Send`.
/// [`MemorySessionStore`](super::MemorySessionStore) is for a single process.
///
/// # What an implementation must keep to
///
/// - `end` and `end_all` have taken effect when they return: commit first. No cache and no replica
///   that lags behind answers `check`.
/// - Neither `check` nor sliding creates a record or revives one.
/// - When the store cannot answer it returns an error. The request is then refused
///   (503), never let through.
pub trait SessionStore: Send + Sync + 'static {
    /// Why the store cannot answer.
    type Error: std::error::Error + Send + Sync + 'static;

    /// Records the session that `token` is the first of. It lasts until
    /// [`session_ends_at`](SignedToken::session_ends_at), after which the record can be dropped.
    ///
    /// # Errors
    /// If the store cannot answer; the token is then not to be given out.
    fn start(
        &self,
        subject: &str,
        token: &SignedToken,
    ) -> impl Future<Output = Result<(), Self::Error>> + Send;

    /// Whether the session of a verified token is alive.
    ///
    /// # Errors
    /// If the store cannot answer; the request is then to be refused.
    fn check<C: Send + Sync>(
        &self,
        session: &Session<C>,
        now: NumericDate,
    ) -> impl Future<Output = Result<SessionStatus, Self::Error>> + Send;

    /// Ends a session: logout. Does nothing if it has already ended.
    ///
    /// # Errors
    /// If the store cannot answer; the session may then live on.
    fn end(&self, id: &SessionId) -> impl Future<Output = Result<(), Self::Error>> + Send;

    /// Ends all sessions of a subject: a changed password, a deleted user.
    ///
    /// # Errors
    /// If the store cannot answer; the sessions may then live on.
    fn end_all(&self, subject: &str) -> impl Future<Output = Result<(), Self::Error>> + Send;
}

/// A store that is shared: what an application's state holds.
impl<T: SessionStore> SessionStore for Arc<T> {
    type Error = T::Error;

    async fn start(&self, subject: &str, token: &SignedToken) -> Result<(), T::Error> {
        T::start(self, subject, token).await
    }

    async fn check<C: Send + Sync>(
        &self,
        session: &Session<C>,
        now: NumericDate,
    ) -> Result<SessionStatus, T::Error> {
        T::check(self, session, now).await
    }

    async fn end(&self, id: &SessionId) -> Result<(), T::Error> {
        T::end(self, id).await
    }

    async fn end_all(&self, subject: &str) -> Result<(), T::Error> {
        T::end_all(self, subject).await
    }
}

/// What a store knows about a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum SessionStatus {
    /// It is alive.
    Alive,
    /// It was ended, or was never started.
    Ended,
    /// It has just been ended, because a superseded token was presented.
    Reused,
}

impl SessionStatus {
    /// Nothing for a session that is alive, and the refusal for any other.
    ///
    /// # Errors
    /// [`TokenError::SessionEnded`] or [`TokenError::Reused`].
    pub fn require_alive(self) -> Result<(), TokenError> {
        match self {
            Self::Alive => Ok(()),
            Self::Ended => Err(TokenError::SessionEnded),
            Self::Reused => Err(TokenError::Reused),
        }
    }
}
