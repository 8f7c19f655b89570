//! `Database`: where these tests' sites store everything: in a database of their own.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions as _, Executor as _};

/// A database of one test's own. It is dropped with this value, even if something is connected.
pub(crate) struct Database {
    pub(crate) url: String,
    name: String,
}

static COUNT: AtomicU32 = AtomicU32::new(0);

impl Database {
    /// Creates a database on the server in `ADMIN_TEST_POSTGRES_URL`.
    pub(crate) async fn fresh() -> Self {
        let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        let name = format!(
            "example_admin_{}_{}_{}",
            since_1970.as_micros(),
            std::process::id(),
            COUNT.fetch_add(1, Ordering::Relaxed)
        );
        run(format!("CREATE DATABASE {name} TEMPLATE template0")).await;
        let (server, parameters) = server().split_once('?').map_or_else(
            || (server(), String::new()),
            |(server, rest)| (server.to_owned(), format!("?{rest}")),
        );
        let (server, _database) = server.rsplit_once('/').expect("a URL with a database");
        Self {
            url: format!("{server}/{name}{parameters}"),
            name,
        }
    }
}

impl Drop for Database {
    /// Runs in a runtime of its own, because the test's may be gone.
    fn drop(&mut self) {
        let drop = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
        let dropping = std::thread::spawn(|| {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(run(drop));
        });
        // Ignored, because a failed test has a more useful message.
        let _ = dropping.join();
    }
}

fn server() -> String {
    std::env::var("ADMIN_TEST_POSTGRES_URL").unwrap_or_else(|_| {
        panic!("ADMIN_TEST_POSTGRES_URL names no PostgreSQL: run `eval \"$(scripts/postgres start)\"` first")
    })
}

async fn run(statement: String) {
    let options: PgConnectOptions = server().parse().unwrap();
    let mut connection = options.connect().await.unwrap();
    connection.execute(AssertSqlSafe(statement)).await.unwrap();
}
