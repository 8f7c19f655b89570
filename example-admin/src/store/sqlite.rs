//! The store on SQLite: one file, or memory.

#[path = "statements/mod.rs"]
mod statements;

use std::fs::File;
use std::path::Path;
use std::str::FromStr;
use std::time::Duration;

use sqlx::migrate::Migrator;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteRow, SqliteSynchronous,
};
use sqlx::{SqlitePool, Transaction};
use tokio::sync::watch;

use super::StoreError;

static MIGRATIONS: Migrator = sqlx::migrate!("migrations/sqlite");

/// How long a transaction that wants to write waits for another one that does.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// How long a request waits for a connection before it is told that the database does not answer.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(5);

/// SQLite answers in microseconds: a few connections are enough for many requests.
const CONNECTIONS: u32 = 4;

#[derive(Debug, Clone)]
pub(super) struct Database {
    pool: SqlitePool,
    /// Keeps an in-memory database alive.
    keeper: Option<SqlitePool>,
    written: watch::Sender<()>,
}

/// Hints about what this program has written: nothing else writes to its file.
#[derive(Debug)]
pub(crate) struct Writes(watch::Receiver<()>);

/// The driver that the statements are compiled for.
type Driver = sqlx::Sqlite;
type Row = SqliteRow;
type Writing = Transaction<'static, Driver>;

impl Database {
    pub(super) async fn open(url: &str) -> Result<Self, StoreError> {
        let options = SqliteConnectOptions::from_str(url)?
            .foreign_keys(true)
            .busy_timeout(BUSY_TIMEOUT);
        let (pool, keeper) = if is_in_memory(url) {
            let keeper = in_memory(options.clone()).await?;
            (in_memory(options).await?, Some(keeper))
        } else {
            (in_a_file(options).await?, None)
        };
        MIGRATIONS.run(&pool).await?;
        let (written, _) = watch::channel(());
        Ok(Self {
            pool,
            keeper,
            written,
        })
    }

    pub(super) async fn close(&self) {
        self.pool.close().await;
        if let Some(keeper) = &self.keeper {
            keeper.close().await;
        }
        // Wakes everything that waits for a hint.
        self.written.send_replace(());
    }

    pub(super) fn writes(&self) -> Writes {
        Writes(self.written.subscribe())
    }

    /// Begins a transaction that writes. It takes its lock at once: a transaction that reads first and then
    /// wants to write cannot wait for another one, and fails. If it is dropped, it changes nothing.
    async fn begin(&self) -> Result<Writing, StoreError> {
        Ok(self.pool.begin_with("BEGIN IMMEDIATE").await?)
    }

    /// Commits, in a task of its own, so that others are notified even if the caller disconnects in the
    /// middle.
    async fn commit(&self, writing: Writing) -> Result<(), StoreError> {
        let written = self.written.clone();
        let committing = tokio::spawn(async move {
            writing.commit().await?;
            written.send_replace(());
            Ok(())
        });
        // The task does not panic, and nothing aborts it.
        committing
            .await
            .unwrap_or(Err(StoreError::Database(sqlx::Error::WorkerCrashed)))
    }
}

impl Writes {
    pub(super) async fn next(&mut self) -> Result<(), StoreError> {
        let closed = |_| StoreError::Database(sqlx::Error::PoolClosed);
        self.0.changed().await.map_err(closed)
    }
}

fn is_in_memory(url: &str) -> bool {
    url.contains(":memory:") || url.contains("mode=memory")
}

/// A pool with one connection: several connections to an in-memory database lock each other out.
///
/// The database lives as long as there is a connection to it, and sqlx closes a connection whose user
/// disconnects while a transaction begins. So there are two pools, and the second one is never used.
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

/// Readers do not wait for a writer (WAL), and what is committed survives a power cut (FULL): a logout must
/// not be undone.
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

/// Creates the file for its owner only, because it contains the key of the tokens. SQLite gives its other
/// files the same mode. Errors are ignored here, because SQLite reports them better.
fn create_private(path: &Path) {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let _ = options.open(path);
}
