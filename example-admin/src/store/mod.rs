//! The database, behind one type.
//!
//! [`Store`] says *what* is read and written; `sessions` is what it knows about sessions. `statements` has
//! the SQL, which is the same for every database; `sqlite` and `postgres` say how each is opened, how a
//! writing transaction begins, and who is notified of it. Times are arguments: the store has no clock. Writes
//! that belong together are one transaction, including the line in the audit log. A caller that disconnects
//! in the middle changes nothing.

mod error;
mod postgres;
mod sessions;
mod sqlite;

use std::time::Duration;

use auth_runtime::token::{NumericDate, SessionId};

use crate::domain::{Actor, AuditEntry, NewUser, User, UserChange, UserId};

pub use error::{StoreError, WriteError};
pub use sessions::{Credentials, NewSession};

/// Where users, sessions, settings and the audit log are kept. A clone is the same store.
#[derive(Debug, Clone)]
pub struct Store {
    engine: Engine,
    /// For how long a token is still accepted after its successor was used, if it is ever refused for that.
    reuse_grace: Option<Duration>,
}

#[derive(Debug, Clone)]
enum Engine {
    Sqlite(sqlite::Database),
    Postgres(postgres::Database),
}

/// Calls the function of whichever database it is.
macro_rules! ask {
    ($store:expr, $method:ident($($argument:expr),*)) => {
        match &$store.engine {
            Engine::Sqlite(database) => database.$method($($argument),*).await,
            Engine::Postgres(database) => database.$method($($argument),*).await,
        }
    };
}

use ask;

/// Hints that something may have been written.
#[derive(Debug)]
pub(crate) enum Writes {
    Sqlite(sqlite::Writes),
    Postgres(postgres::Writes),
}

impl Writes {
    /// Waits for the next hint. Everything written before the hint can be read after it.
    pub(crate) async fn next(&mut self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(writes) => writes.next().await,
            Self::Postgres(writes) => writes.next().await,
        }
    }
}

/// A part of a long list, newest first.
#[derive(Debug, Clone, Copy)]
pub struct Page {
    /// Only entries with a lower number than this.
    pub before: i64,
    /// At most this many.
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
        let engine = if is_of_postgres(url) {
            Engine::Postgres(postgres::Database::open(url).await?)
        } else {
            Engine::Sqlite(sqlite::Database::open(url).await?)
        };
        Ok(Self {
            engine,
            reuse_grace: None,
        })
    }

    /// Ends a session when one of its tokens is presented that was superseded longer than this ago. With
    /// `None`, no session is ended for that. See [`Generations`](auth_runtime::token::Generations).
    #[must_use]
    pub fn with_reuse_grace(self, reuse_grace: Option<Duration>) -> Self {
        Self {
            reuse_grace,
            ..self
        }
    }

    /// Asks the database for an answer, any answer.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when there is none.
    pub async fn answer(&self) -> Result<(), StoreError> {
        ask!(self, answer())
    }

    /// Closes all connections; what is under way is finished first.
    pub async fn close(&self) {
        ask!(self, close());
    }

    /// Returns the setting of this name, which becomes `value` if there is none yet.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database fails.
    pub async fn setting_or(&self, name: &str, value: &[u8]) -> Result<Vec<u8>, StoreError> {
        ask!(self, setting_or(name, value))
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
        ask!(self, has_users())
    }

    /// Creates the first user. Returns `false`, and does nothing, if there is a user already.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database fails.
    pub async fn create_first_user(
        &self,
        new: &NewUser,
        now: NumericDate,
    ) -> Result<bool, StoreError> {
        ask!(self, create_first_user(new, now))
    }

    /// All users, the oldest first.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database fails.
    pub async fn users(&self) -> Result<Vec<User>, StoreError> {
        ask!(self, users())
    }

    /// The user of this id.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database fails.
    pub async fn user(&self, id: UserId) -> Result<Option<User>, StoreError> {
        ask!(self, user(id))
    }

    /// Creates a user.
    ///
    /// # Errors
    ///
    /// [`WriteError::Taken`] when another has this name.
    pub async fn create_user(&self, new: NewUser, actor: &Actor) -> Result<User, WriteError> {
        ask!(self, create_user(new, actor))
    }

    /// Changes a user. A new password ends the user's sessions, except the one that is `kept`.
    ///
    /// # Errors
    ///
    /// [`WriteError::NotFound`], or [`WriteError::LastWriter`] when no user would be left who may
    /// write users.
    pub async fn change_user(
        &self,
        id: UserId,
        change: &UserChange,
        kept: &SessionId,
        actor: &Actor,
    ) -> Result<User, WriteError> {
        ask!(self, change_user(id, change, kept, actor))
    }

    /// Deletes a user with all sessions.
    ///
    /// # Errors
    ///
    /// [`WriteError::NotFound`], or [`WriteError::LastWriter`] when no user would be left who may
    /// write users.
    pub async fn delete_user(&self, id: UserId, actor: &Actor) -> Result<(), WriteError> {
        ask!(self, delete_user(id, actor))
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
        ask!(self, audit(page))
    }

    /// The entries after the one with this number, in the order in which they were committed; at most
    /// `length` of them.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database fails.
    pub async fn audit_after(&self, id: i64, length: u32) -> Result<Vec<AuditEntry>, StoreError> {
        ask!(self, audit_after(id, length))
    }

    /// The number of the newest entry; 0 when there is none.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database fails.
    pub async fn newest_audit_id(&self) -> Result<i64, StoreError> {
        ask!(self, newest_audit_id())
    }

    /// Hints that any node may have written something.
    pub(crate) fn writes(&self) -> Writes {
        match &self.engine {
            Engine::Sqlite(database) => Writes::Sqlite(database.writes()),
            Engine::Postgres(database) => Writes::Postgres(database.writes()),
        }
    }
}

/// The schemes that libpq knows; everything else is left to SQLite.
fn is_of_postgres(url: &str) -> bool {
    ["postgres:", "postgresql:"]
        .iter()
        .any(|scheme| url.starts_with(scheme))
}
