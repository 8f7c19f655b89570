//! The store on PostgreSQL: for several nodes.

#[path = "statements/mod.rs"]
#[expect(
    clippy::duplicate_mod,
    reason = "the same statements, compiled for this database"
)]
mod statements;

use std::io::ErrorKind;
use std::str::FromStr;
use std::time::Duration;

use sqlx::migrate::Migrator;
use sqlx::postgres::{PgConnectOptions, PgListener, PgPoolOptions, PgRow};
use sqlx::{ConnectOptions as _, Connection as _, PgPool, Transaction};
use tokio::time::timeout;

use super::StoreError;

static MIGRATIONS: Migrator = sqlx::migrate!("migrations/postgres");

/// How long the first connection may take, to a server that may be there and say nothing.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// How long a request waits for a connection before it is told that the database does not answer.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(3);

/// One more than for requests: it listens.
const CONNECTIONS: u32 = 11;

/// Nothing waits forever: neither for another node that hangs while it writes, nor for a statement.
const PATIENCE: [(&str, &str); 3] = [
    ("lock_timeout", "5s"),
    ("statement_timeout", "10s"),
    ("idle_in_transaction_session_timeout", "10s"),
];

/// A transaction that writes holds this lock. The number is arbitrary, but the same for all nodes.
const WRITING: i64 = 0x6578_616d_706c_6501;

/// The channel on which nodes tell each other that they have written.
const WRITTEN: &str = "example_admin_written";

#[derive(Debug, Clone)]
pub(super) struct Database {
    pool: PgPool,
}

/// Hints about what any node has written.
#[derive(Debug)]
pub(crate) struct Writes {
    pool: PgPool,
    listener: Option<PgListener>,
}

/// The driver that the statements are compiled for.
type Driver = sqlx::Postgres;
type Row = PgRow;
type Writing = Transaction<'static, Driver>;

impl Database {
    pub(super) async fn open(url: &str) -> Result<Self, StoreError> {
        let options = PgConnectOptions::from_str(url)?.application_name("example-admin");
        // Not through the pool, which would only report, and later, that it got no connection.
        let mut connection = timeout(CONNECT_TIMEOUT, options.connect())
            .await
            .map_err(|_| sqlx::Error::Io(ErrorKind::TimedOut.into()))??;
        MIGRATIONS.run(&mut connection).await?;
        connection.close().await?;

        let pool = PgPoolOptions::new()
            .max_connections(CONNECTIONS)
            .acquire_timeout(ACQUIRE_TIMEOUT)
            .connect_lazy_with(options.options(PATIENCE));
        Ok(Self { pool })
    }

    pub(super) async fn close(&self) {
        self.pool.close().await;
    }

    pub(super) fn writes(&self) -> Writes {
        Writes {
            pool: self.pool.clone(),
            listener: None,
        }
    }

    /// Begins a transaction that writes, after all others on all nodes, as SQLite does it. So a rule about
    /// several rows ("someone may write users") holds, and the numbers of the audit log are in the order of
    /// the commits. If it is dropped, it changes nothing.
    async fn begin(&self) -> Result<Writing, StoreError> {
        let mut writing = self.pool.begin().await?;
        sqlx::query("SELECT pg_advisory_xact_lock($1)")
            .bind(WRITING)
            .execute(&mut *writing)
            .await?;
        Ok(writing)
    }

    /// Commits, and tells all nodes: PostgreSQL sends the notice if and when the transaction commits.
    async fn commit(&self, mut writing: Writing) -> Result<(), StoreError> {
        sqlx::query("SELECT pg_notify($1, '')")
            .bind(WRITTEN)
            .execute(&mut *writing)
            .await?;
        Ok(writing.commit().await?)
    }
}

impl Writes {
    /// The first hint, and the first one after each error, means that listening has begun: no hints arrive
    /// for what was written before.
    pub(super) async fn next(&mut self) -> Result<(), StoreError> {
        let Some(listener) = &mut self.listener else {
            let mut listener = PgListener::connect_with(&self.pool).await?;
            listener.listen(WRITTEN).await?;
            self.listener = Some(listener);
            return Ok(());
        };
        // `None` means that the connection was lost, and has been restored.
        if let Err(error) = listener.try_recv().await {
            self.listener = None;
            return Err(error.into());
        }
        Ok(())
    }
}
