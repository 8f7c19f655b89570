//! The store on SQLite: one file, or memory.
//!
//! Each file has the statements of one area, in the order in which the area is used.

mod audit;
mod sessions;
mod users;

use std::fs::File;
use std::path::Path;
use std::str::FromStr;
use std::time::Duration;

use auth_runtime::token::NumericDate;
use sqlx::migrate::Migrator;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteRow, SqliteSynchronous,
};
use sqlx::{Row as _, SqlitePool, Transaction};

use super::StoreError;
use crate::domain::{Permission, Permissions, User, UserId, Username};

static MIGRATIONS: Migrator = sqlx::migrate!("migrations/sqlite");

/// How long one who wants to write waits for another who does.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// How long a request waits for a connection before it is told that the database does not answer.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(5);

/// SQLite answers in microseconds: a few connections keep many requests busy.
const CONNECTIONS: u32 = 4;

#[derive(Debug, Clone)]
pub(super) struct Sqlite(SqlitePool);

type Writing = Transaction<'static, sqlx::Sqlite>;

impl Sqlite {
    pub(super) async fn open(url: &str) -> Result<Self, StoreError> {
        let options = SqliteConnectOptions::from_str(url)?
            .foreign_keys(true)
            .busy_timeout(BUSY_TIMEOUT);
        let pool = if is_in_memory(url) {
            in_memory(options).await?
        } else {
            in_a_file(options).await?
        };
        MIGRATIONS.run(&pool).await?;
        Ok(Self(pool))
    }

    pub(super) async fn answer(&self) -> Result<(), StoreError> {
        sqlx::query("SELECT 1 FROM users LIMIT 1")
            .fetch_optional(&self.0)
            .await?;
        Ok(())
    }

    pub(super) async fn close(&self) {
        self.0.close().await;
    }

    pub(super) async fn setting_or(&self, name: &str, value: &[u8]) -> Result<Vec<u8>, StoreError> {
        sqlx::query("INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING")
            .bind(name)
            .bind(value)
            .execute(&self.0)
            .await?;
        let stored = sqlx::query_scalar("SELECT value FROM settings WHERE name = $1")
            .bind(name)
            .fetch_one(&self.0)
            .await?;
        Ok(stored)
    }

    /// Begins a transaction that writes. It takes its lock at once: one that reads first and then
    /// wants to write cannot wait for another, and fails. Dropped, it changes nothing.
    async fn begin(&self) -> Result<Writing, StoreError> {
        Ok(self.0.begin_with("BEGIN IMMEDIATE").await?)
    }
}

/// Reads a user of the columns `id, username, permissions`, the first of which is `first`.
fn user(row: &SqliteRow, first: usize) -> Result<User, StoreError> {
    let permissions: Option<String> = row.try_get(first + 2)?;
    Ok(User {
        id: UserId(row.try_get(first)?),
        username: username(row, first + 1)?,
        permissions: parse_permissions(permissions.as_deref())?,
    })
}

fn username(row: &SqliteRow, column: usize) -> Result<Username, StoreError> {
    let text: String = row.try_get(column)?;
    Username::parse(text).map_err(|_| StoreError::Damaged("a user name that is none"))
}

fn date(row: &SqliteRow, column: usize) -> Result<NumericDate, StoreError> {
    NumericDate::from_secs(row.try_get(column)?).ok_or(StoreError::Damaged("a date that is none"))
}

fn parse_permissions(names: Option<&str>) -> Result<Permissions, StoreError> {
    let Some(names) = names else {
        return Ok(Permissions::default());
    };
    names
        .split(',')
        .map(Permission::parse)
        .collect::<Result<_, _>>()
        .map_err(|_| StoreError::Damaged("a permission that is none"))
}

fn is_in_memory(url: &str) -> bool {
    url.contains(":memory:") || url.contains("mode=memory")
}

/// All connections see one database in memory, and it lives as long as a connection to it does: so
/// there is one, and it is never closed.
async fn in_memory(options: SqliteConnectOptions) -> Result<SqlitePool, sqlx::Error> {
    SqlitePoolOptions::new()
        .min_connections(1)
        .max_connections(1)
        .idle_timeout(None)
        .max_lifetime(None)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .connect_with(options)
        .await
}

/// Readers do not wait for a writer (WAL), and what is committed survives a power cut (FULL): a
/// logout must not come back.
async fn in_a_file(options: SqliteConnectOptions) -> Result<SqlitePool, sqlx::Error> {
    create_private(options.get_filename());
    let options = options
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full);
    SqlitePoolOptions::new()
        .max_connections(CONNECTIONS)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .connect_with(options)
        .await
}

/// Creates the file for its owner only: the key of the tokens is in it. SQLite gives the files beside
/// it the same mode. What goes wrong here, SQLite says better.
fn create_private(path: &Path) {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let _ = options.open(path);
}
