//! Why the database gave no answer, or why nothing was written.

use std::fmt;

use sqlx::migrate::MigrateError;

/// Why the database gave no answer.
#[derive(Debug)]
pub enum StoreError {
    /// It cannot be reached, or refuses what was asked.
    Database(sqlx::Error),
    /// Its tables cannot be brought up to date.
    Migration(MigrateError),
    /// It holds something that this program cannot have written.
    Damaged(&'static str),
}

/// Why nothing was written.
#[derive(Debug)]
pub enum WriteError {
    /// There is no such user.
    NotFound,
    /// Another user has this name.
    Taken,
    /// Nobody would be left who may write users.
    LastWriter,
    /// The database gave no answer.
    Store(StoreError),
}

impl StoreError {
    /// Whether the store was closed, by this program itself.
    pub(crate) fn is_closed(&self) -> bool {
        matches!(self, Self::Database(sqlx::Error::PoolClosed))
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error)
    }
}

impl From<MigrateError> for StoreError {
    fn from(error: MigrateError) -> Self {
        Self::Migration(error)
    }
}

impl From<StoreError> for WriteError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<sqlx::Error> for WriteError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Database(error) => write!(formatter, "the database does not respond: {error}"),
            Self::Migration(error) => {
                write!(
                    formatter,
                    "the tables of the database cannot be brought up to date: {error}"
                )
            }
            Self::Damaged(what) => write!(formatter, "the database contains {what}"),
        }
    }
}

impl fmt::Display for WriteError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound => formatter.write_str("there is no such user"),
            Self::Taken => formatter.write_str("this user name is taken"),
            Self::LastWriter => {
                formatter.write_str("this is the last user with the permission users:write")
            }
            Self::Store(error) => error.fmt(formatter),
        }
    }
}

impl std::error::Error for StoreError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Database(error) => Some(error),
            Self::Migration(error) => Some(error),
            Self::Damaged(_) => None,
        }
    }
}

impl std::error::Error for WriteError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Store(error) => Some(error),
            Self::NotFound | Self::Taken | Self::LastWriter => None,
        }
    }
}
