//! `Logins`: decides who is let in.

use std::net::IpAddr;

use auth_runtime::token::{IssueError, RandomError, SessionId, SignedToken, Tokens};

use crate::domain::{Actor, GivenPassword, Username};
use crate::passwords::{HashingError, Passwords};
use crate::store::{Credentials, NewSession, Store, StoreError};
use crate::throttle::{RetryAfter, Throttle};

/// Logs users in who know their password. A clone shares the same state.
#[derive(Debug, Clone)]
pub struct Logins {
    pub(crate) store: Store,
    pub(crate) tokens: Tokens,
    pub(crate) passwords: Passwords,
    pub(crate) throttle: Throttle,
}

/// Why a login is refused.
#[derive(Debug)]
pub enum LoginError {
    /// The user name or the password is wrong. Which of them, and whose it was, is for the log only.
    /// It is `None` if there is no such user, because people sometimes type their password there.
    Wrong(Option<Username>),
    /// Too many failed logins before this one.
    Throttled(RetryAfter),
    /// The password could not be checked.
    Hashing(HashingError),
    /// The database does not answer.
    Store(StoreError),
    /// No token could be issued.
    Token(IssueError),
}

/// A session that has begun.
#[derive(Debug)]
pub struct Login {
    /// Its first token.
    pub token: SignedToken,
    /// Its identifier.
    pub session: SessionId,
}

impl Logins {
    /// Starts a session for the user with this name, if the password is right.
    ///
    /// An unknown name takes the same path, and the same time, as a wrong password.
    ///
    /// # Errors
    ///
    /// [`LoginError`].
    pub async fn log_in(
        &self,
        name: &str,
        password: GivenPassword,
        from: IpAddr,
    ) -> Result<Login, LoginError> {
        let reservation = self.throttle.reserve(name, from)?;
        let found = self.find(name).await?;

        let stored = found
            .as_ref()
            .map(|(_, credentials)| credentials.password_hash.clone());
        let settle = move |is_right| reservation.settle(is_right);
        let is_right = self.passwords.verify(password, stored, settle).await?;

        let Some((username, credentials)) = found else {
            return Err(LoginError::Wrong(None));
        };
        if !is_right {
            return Err(LoginError::Wrong(Some(username)));
        }
        self.start(username, &credentials, from).await
    }

    async fn find(&self, name: &str) -> Result<Option<(Username, Credentials)>, StoreError> {
        let Ok(username) = Username::parse(name) else {
            return Ok(None);
        };
        let credentials = self.store.credentials(&username).await?;
        Ok(credentials.map(|credentials| (username, credentials)))
    }

    /// Starts a session, unless the user was deleted or the password changed in the meantime.
    async fn start(
        &self,
        username: Username,
        credentials: &Credentials,
        from: IpAddr,
    ) -> Result<Login, LoginError> {
        let id = SessionId::random()?;
        let token = self.tokens.issue(&credentials.user_id.to_string(), id)?;
        let actor = Actor {
            username,
            at: self.tokens.now(),
            address: from,
        };
        let session = NewSession::from(&token);
        if !self
            .store
            .start_session(&session, credentials, &actor)
            .await?
        {
            return Err(LoginError::Wrong(Some(actor.username)));
        }
        Ok(Login { token, session: id })
    }
}

impl From<RetryAfter> for LoginError {
    fn from(wait: RetryAfter) -> Self {
        Self::Throttled(wait)
    }
}

impl From<HashingError> for LoginError {
    fn from(error: HashingError) -> Self {
        Self::Hashing(error)
    }
}

impl From<StoreError> for LoginError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<IssueError> for LoginError {
    fn from(error: IssueError) -> Self {
        Self::Token(error)
    }
}

impl From<RandomError> for LoginError {
    fn from(error: RandomError) -> Self {
        Self::Token(error.into())
    }
}
