//! The database, behind one type.
//!
//! [`Store`] says *what* is read and written; each database says *how* in a folder of its own. Times
//! come in as arguments: the store has no clock. What belongs together is written in one
//! transaction, the line of the audit log included; a caller who leaves in the middle has changed
//! nothing.

mod error;
mod sqlite;

use auth_runtime::token::{NumericDate, SessionId};

use crate::domain::{Actor, AuditEntry, NewUser, User, UserChange, UserId, Username};

pub use error::{StoreError, WriteError};
use sqlite::Sqlite;

/// Where users, sessions, settings and the audit log are kept. A clone is the same store.
#[derive(Debug, Clone)]
pub struct Store(Database);

#[derive(Debug, Clone)]
enum Database {
    Sqlite(Sqlite),
}

/// What is needed to check a password.
#[derive(Debug, Clone)]
pub struct Credentials {
    /// Whose password it is.
    pub user_id: UserId,
    /// The PHC string.
    pub password_hash: String,
}

/// A session to be started.
#[derive(Debug, Clone)]
pub struct NewSession {
    /// What tokens name it by.
    pub id: SessionId,
    /// The moment after which no token of the session is taken.
    pub ends_at: NumericDate,
}

/// A session that is there, with whose it is.
#[derive(Debug, Clone)]
pub struct StoredSession {
    /// The moment after which no token of the session is taken.
    pub ends_at: NumericDate,
    /// The user, with the permissions of this moment.
    pub user: User,
}

/// A part of a long list, newest first.
#[derive(Debug, Clone, Copy)]
pub struct Page {
    /// Only what has a lower number than this.
    pub before: i64,
    /// At most so many.
    pub length: u32,
}

/// Health and settings.
impl Store {
    /// Opens the database that `url` names and brings its tables up to date.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database cannot be reached, or is from a later version of this
    /// program.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        Ok(Self(Database::Sqlite(Sqlite::open(url).await?)))
    }

    /// Asks the database for an answer, any answer.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when there is none.
    pub async fn answer(&self) -> Result<(), StoreError> {
        match &self.0 {
            Database::Sqlite(database) => database.answer().await,
        }
    }

    /// Closes all connections; what is under way is finished first.
    pub async fn close(&self) {
        match &self.0 {
            Database::Sqlite(database) => database.close().await,
        }
    }

    /// Returns the setting of this name, which becomes `value` if there is none yet.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database fails.
    pub async fn setting_or(&self, name: &str, value: &[u8]) -> Result<Vec<u8>, StoreError> {
        match &self.0 {
            Database::Sqlite(database) => database.setting_or(name, value).await,
        }
    }
}

/// Sessions.
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
        match &self.0 {
            Database::Sqlite(database) => database.credentials(username).await,
        }
    }

    /// Starts a session for the owner of `credentials`; says `false` if they no longer hold, because
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
        match &self.0 {
            Database::Sqlite(database) => database.start_session(session, credentials, actor).await,
        }
    }

    /// Reads session, user and permissions, all of the same moment.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database fails.
    pub async fn session(&self, id: &SessionId) -> Result<Option<StoredSession>, StoreError> {
        match &self.0 {
            Database::Sqlite(database) => database.session(id).await,
        }
    }

    /// Ends a session. When this returns, it is committed: no token of the session is taken any more.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database fails.
    pub async fn end_session(&self, id: &SessionId, actor: &Actor) -> Result<(), StoreError> {
        match &self.0 {
            Database::Sqlite(database) => database.end_session(id, actor).await,
        }
    }
}

/// Users.
impl Store {
    /// Whether there is any user.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database fails.
    pub async fn has_users(&self) -> Result<bool, StoreError> {
        match &self.0 {
            Database::Sqlite(database) => database.has_users().await,
        }
    }

    /// Creates the first user; says `false`, and does nothing, if there is a user already.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database fails.
    pub async fn create_first_user(
        &self,
        new: &NewUser,
        now: NumericDate,
    ) -> Result<bool, StoreError> {
        match &self.0 {
            Database::Sqlite(database) => database.create_first_user(new, now).await,
        }
    }

    /// All users, the oldest first.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database fails.
    pub async fn users(&self) -> Result<Vec<User>, StoreError> {
        match &self.0 {
            Database::Sqlite(database) => database.users().await,
        }
    }

    /// The user of this id.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database fails.
    pub async fn user(&self, id: UserId) -> Result<Option<User>, StoreError> {
        match &self.0 {
            Database::Sqlite(database) => database.user(id).await,
        }
    }

    /// Creates a user.
    ///
    /// # Errors
    ///
    /// [`WriteError::Taken`] when another has this name.
    pub async fn create_user(&self, new: NewUser, actor: &Actor) -> Result<User, WriteError> {
        match &self.0 {
            Database::Sqlite(database) => database.create_user(new, actor).await,
        }
    }

    /// Changes a user. A new password ends the user's sessions, all but the one that is `kept`.
    ///
    /// # Errors
    ///
    /// [`WriteError::NotFound`], or [`WriteError::LastWriter`] when nobody would be left who may
    /// write users.
    pub async fn change_user(
        &self,
        id: UserId,
        change: &UserChange,
        kept: &SessionId,
        actor: &Actor,
    ) -> Result<User, WriteError> {
        match &self.0 {
            Database::Sqlite(database) => database.change_user(id, change, kept, actor).await,
        }
    }

    /// Deletes a user with all sessions.
    ///
    /// # Errors
    ///
    /// [`WriteError::NotFound`], or [`WriteError::LastWriter`] when nobody would be left who may
    /// write users.
    pub async fn delete_user(&self, id: UserId, actor: &Actor) -> Result<(), WriteError> {
        match &self.0 {
            Database::Sqlite(database) => database.delete_user(id, actor).await,
        }
    }
}

/// The audit log.
impl Store {
    /// A page of the audit log, newest first.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database fails.
    pub async fn audit(&self, page: Page) -> Result<Vec<AuditEntry>, StoreError> {
        match &self.0 {
            Database::Sqlite(database) => database.audit(page).await,
        }
    }
}
