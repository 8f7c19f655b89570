//! Which sessions are alive: this makes logout effective before the tokens expire.

use std::sync::Arc;

use super::{NumericDate, Session, TokenError};

/// Where an application keeps the sessions that it has started, as far as requests need them.
///
/// A token alone stays valid until it expires. With a store, a session lives only as long as its
/// record. [`check`](Self::check) is one read on each request, and a record that is gone ends all
/// tokens of its session, older and newer ones, on every node that shares the store.
///
/// Starting and ending sessions is up to the application: a login writes more than the record in the
/// same transaction, such as a line of an audit log, and must make sure that the password has not been
/// changed since it was checked. [`SignedToken`](super::SignedToken) provides what the record must
/// contain.
///
/// [`MemorySessionStore`](super::MemorySessionStore) is for a single process.
///
/// # What an application must ensure
///
/// - A logout, a changed password or a deleted user has taken effect when it is answered: commit
///   first. No cache and no replica that lags behind answers `check`.
/// - Neither `check` nor sliding creates a record or revives one.
/// - When the store cannot answer, it returns an error. The request is then refused
///   (503), never let through.
///
/// ```
/// use auth_runtime::token::{NumericDate, Session, SessionRecord, SessionStatus, SessionStore};
///
/// #[derive(Clone)]
/// struct User {
///     name: String,
///     may_write: bool,
/// }
///
/// struct Database;
///
/// # struct Row { ends_at: NumericDate, user: User }
/// # impl Database {
/// #     async fn session(&self, _: &[u8]) -> Result<Option<Row>, std::io::Error> { Ok(None) }
/// # }
/// impl SessionStore for Database {
///     type Owner = User;
///     type Error = std::io::Error;
///
///     async fn check<C: Send + Sync>(
///         &self,
///         session: &Session<C>,
///         _now: NumericDate,
///     ) -> Result<SessionStatus<User>, std::io::Error> {
///         // One query: session, user and permissions, joined.
///         let row = self.session(session.id().as_bytes()).await?;
///         Ok(row.map_or(SessionStatus::Ended, |row| {
///             SessionStatus::Alive(SessionRecord { owner: row.user, ends_at: row.ends_at })
///         }))
///     }
/// }
/// ```
pub trait SessionStore: Send + Sync + 'static {
    /// What the store knows about a session's owner, read together with the session: a user with
    /// permissions, say. `()` if it knows nothing.
    type Owner: Clone + Send + Sync + 'static;

    /// Why the store cannot answer.
    type Error: std::error::Error + Send + Sync + 'static;

    /// Whether the session of a verified token is alive, and its owner at this moment.
    ///
    /// The token has just been presented. A store that detects stolen tokens records that here
    /// (see [`Generations`](super::Generations)), and records nothing else.
    ///
    /// # Errors
    /// If the store cannot answer; the request must then be refused.
    fn check<C: Send + Sync>(
        &self,
        session: &Session<C>,
        now: NumericDate,
    ) -> impl Future<Output = Result<SessionStatus<Self::Owner>, Self::Error>> + Send;
}

/// A store that is shared: what an application's state holds.
impl<T: SessionStore> SessionStore for Arc<T> {
    type Owner = T::Owner;
    type Error = T::Error;

    async fn check<C: Send + Sync>(
        &self,
        session: &Session<C>,
        now: NumericDate,
    ) -> Result<SessionStatus<T::Owner>, T::Error> {
        T::check(self, session, now).await
    }
}

/// What a store knows about a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum SessionStatus<Owner = ()> {
    /// It is alive.
    Alive(SessionRecord<Owner>),
    /// It was ended, or was never started.
    Ended,
    /// It has just been ended, because a superseded token was presented.
    Reused,
}

/// What a store says about a session that is alive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionRecord<Owner = ()> {
    /// The session's owner.
    pub owner: Owner,
    /// The end of the session: a token that expires later is not accepted, not even before.
    pub ends_at: NumericDate,
}

impl<Owner> SessionStatus<Owner> {
    /// The record of a session that is alive, and the refusal of any other.
    ///
    /// # Errors
    /// [`TokenError::SessionEnded`] or [`TokenError::Reused`].
    pub fn require_alive(self) -> Result<SessionRecord<Owner>, TokenError> {
        match self {
            Self::Alive(record) => Ok(record),
            Self::Ended => Err(TokenError::SessionEnded),
            Self::Reused => Err(TokenError::Reused),
        }
    }
}
