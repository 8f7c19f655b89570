//! Sessions: started and ended with a line of the audit log, checked at each request.

use std::time::Duration;

use auth_runtime::token::{
    Generations, NumericDate, Session, SessionId, SessionRecord, SessionStatus, SessionStore,
    SignedToken,
};

use super::{Engine, Store, StoreError, ask};
use crate::domain::{Action, Actor, User, UserId, Username};
use crate::peer::Peer;

/// What is needed to check a password.
#[derive(Debug, Clone)]
pub struct Credentials {
    /// Whose password it is.
    pub user_id: UserId,
    /// The PHC string.
    pub password_hash: String,
}

/// A session to start.
#[derive(Debug, Clone)]
pub struct NewSession {
    /// The identifier that its tokens carry.
    pub id: SessionId,
    /// When its first token was issued.
    pub started_at: NumericDate,
    /// The moment after which no token of the session is accepted.
    pub ends_at: NumericDate,
}

impl From<&SignedToken> for NewSession {
    /// The session whose first token is `token`.
    fn from(token: &SignedToken) -> Self {
        Self {
            id: *token.session_id(),
            started_at: token.issued_at(),
            ends_at: token.session_ends_at(),
        }
    }
}

/// A session that exists.
pub(super) struct StoredSession {
    /// Its end and its owner: the user with the current permissions.
    pub(super) record: SessionRecord<User>,
    /// Which of its tokens have been seen.
    pub(super) generations: Generations,
}

impl Store {
    /// Finds what is needed to check a user's password.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database fails.
    pub async fn credentials(
        &self,
        username: &Username,
    ) -> Result<Option<Credentials>, StoreError> {
        ask!(self, credentials(username))
    }

    /// Starts a session for the owner of `credentials`. Returns `false` if they no longer hold, because
    /// the user has been deleted or the password changed since they were read.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database fails.
    pub async fn start_session(
        &self,
        session: &NewSession,
        credentials: &Credentials,
        actor: &Actor,
    ) -> Result<bool, StoreError> {
        ask!(self, start_session(session, credentials, actor))
    }

    /// Whether a session exists. No token has been presented, so nothing is recorded.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database fails.
    pub async fn has_session(&self, id: &SessionId) -> Result<bool, StoreError> {
        ask!(self, has_session(id))
    }

    /// Ends a session. When this returns, it is committed: no token of the session is accepted any more.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database fails.
    pub async fn end_session(&self, id: &SessionId, actor: &Actor) -> Result<(), StoreError> {
        ask!(self, end_session(id, Action::Logout, actor))
    }
}

/// Session, user and permissions are read in one query, and nothing is written unless stolen tokens are
/// detected.
impl SessionStore for Store {
    type Owner = User;
    type Error = StoreError;

    async fn check<C: Send + Sync>(
        &self,
        session: &Session<C>,
        now: NumericDate,
    ) -> Result<SessionStatus<User>, StoreError> {
        let Some(stored) = ask!(self, session(session.id()))? else {
            return Ok(SessionStatus::Ended);
        };
        if UserId::from_subject(session.subject()) != Some(stored.record.owner.id) {
            return Ok(SessionStatus::Ended);
        }
        match self.reuse_grace {
            Some(grace) => self.observe(stored, session, now, grace).await,
            None => Ok(SessionStatus::Alive(stored.record)),
        }
    }
}

impl Store {
    /// Records the presented token, or ends its session because the token was superseded.
    ///
    /// If another request, on any node, has recorded another token since `stored` was read, nothing is
    /// written, and everything is read and decided again. Each retry means that another request has made
    /// progress, so this ends.
    async fn observe<C: Send + Sync>(
        &self,
        mut stored: StoredSession,
        session: &Session<C>,
        now: NumericDate,
        grace: Duration,
    ) -> Result<SessionStatus<User>, StoreError> {
        let id = session.id();
        loop {
            let StoredSession {
                record,
                generations: old,
            } = stored;
            let Ok(new) = old.observe(session.issued_at(), now, grace) else {
                return self.end_reused(id, record.owner, now).await;
            };
            if new == old || ask!(self, note_generations(id, old, new))? {
                return Ok(SessionStatus::Alive(record));
            }
            match ask!(self, session(id))? {
                Some(again) => stored = again,
                None => return Ok(SessionStatus::Ended),
            }
        }
    }

    /// The audit log says where the token came from, because the owner knows which places are their own.
    async fn end_reused(
        &self,
        id: &SessionId,
        owner: User,
        now: NumericDate,
    ) -> Result<SessionStatus<User>, StoreError> {
        let Peer(address) = Peer::of_this_request();
        let actor = Actor {
            username: owner.username,
            at: now,
            address,
        };
        ask!(self, end_session(id, Action::ReuseToken, &actor))?;
        tracing::warn!(
            session = %id.fingerprint(),
            user = %actor.username,
            "a superseded token was presented: its session has been ended"
        );
        Ok(SessionStatus::Reused)
    }
}
