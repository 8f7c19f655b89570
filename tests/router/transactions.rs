//! A transaction per request, on a real database: an after-hook commits if the request succeeded (R6, R11;
//! rows C9 to C14 and C24 of FASTAPI.md).

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use auth_runtime::prelude::*;
use axum::Router;
use axum::extract::Path;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions};
use sqlx::{Sqlite, SqlitePool, Transaction};
use tempfile::TempDir;
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Mutex, Notify};

use crate::support::{ask, send, values};

/// The request's transaction, shared by handlers and dependencies. The hook finally takes it out. If no hook
/// runs, the last clone is dropped, and the transaction is rolled back.
#[derive(Clone)]
struct Tx(Arc<Mutex<Option<Transaction<'static, Sqlite>>>>);

impl Tx {
    async fn execute(&self, statement: &'static str) -> Result<(), HttpError> {
        let mut transaction = self.0.lock().await;
        let connection = transaction
            .as_mut()
            .ok_or(StatusCode::INTERNAL_SERVER_ERROR)?;
        sqlx::query(statement)
            .execute(&mut **connection)
            .await
            .map_err(unavailable)?;
        Ok(())
    }
}

fn unavailable(_: sqlx::Error) -> HttpError {
    HttpError::new(StatusCode::SERVICE_UNAVAILABLE)
}

/// Opens a transaction; commits it if the response is a success, and rolls it back otherwise.
#[dependency(errors(503))]
async fn transaction(
    State(pool): State<SqlitePool>,
    response: &mut ResponseEdits,
) -> Result<Tx, HttpError> {
    let transaction = pool.begin().await.map_err(unavailable)?;
    let handle = Tx(Arc::new(Mutex::new(Some(transaction))));
    let kept = handle.clone();
    response.after(async move |response: Response| {
        let Some(transaction) = kept.0.lock().await.take() else {
            return Ok(response);
        };
        if response.status().is_client_error() || response.status().is_server_error() {
            transaction.rollback().await.map_err(unavailable)?;
        } else {
            transaction.commit().await.map_err(unavailable)?;
        }
        Ok::<_, HttpError>(response)
    });
    Ok(handle)
}

/// Slides a token: an edit that every response must carry.
#[dependency(sets("refreshtoken"))]
async fn slide(response: &mut ResponseEdits) -> Result<(), HttpError> {
    response.set_default("refreshtoken", "better")?;
    Ok(())
}

/// Also writes: it gets the same transaction.
#[dependency]
async fn audit(#[depends(transaction)] tx: Tx) -> Result<(), HttpError> {
    tx.execute("INSERT INTO notes (text) VALUES ('audit')")
        .await
}

const WRITE: &str = "INSERT INTO notes (text) VALUES ('note')";

#[depends(audit)]
async fn write(
    #[depends(transaction)] tx: Tx,
    Path(status): Path<u16>,
) -> Result<StatusCode, HttpError> {
    tx.execute(WRITE).await?;
    Ok(StatusCode::from_u16(status).expect("a status"))
}

#[depends]
async fn refuse(#[depends(transaction)] tx: Tx) -> Result<(), HttpError> {
    tx.execute(WRITE).await?;
    Err(HttpError::new(StatusCode::CONFLICT))
}

#[depends]
async fn panics(#[depends(transaction)] tx: Tx) -> StatusCode {
    tx.execute(WRITE).await.expect("written");
    panic!("as the test wants it");
}

/// A commit that fails: the note's parent does not exist, which SQLite checks only at the end.
#[depends]
async fn orphan(#[depends(transaction)] tx: Tx) -> Result<&'static str, HttpError> {
    tx.execute("INSERT INTO children (parent) VALUES (404)")
        .await?;
    Ok("written")
}

/// A dependency that runs after the transaction's, and refuses.
#[dependency(errors(403))]
async fn forbidden(#[depends(audit)] (): ()) -> Result<(), HttpError> {
    Err(HttpError::new(StatusCode::FORBIDDEN))
}

#[depends(forbidden)]
async fn never() {}

/// Waits after it has written.
async fn waiting(started: Arc<Notify>, tx: Tx) -> Result<(), HttpError> {
    tx.execute(WRITE).await?;
    started.notify_one();
    std::future::pending().await
}

/// A database in a folder of its own, which is removed at the end.
struct Database {
    pool: SqlitePool,
    _folder: TempDir,
}

impl Database {
    async fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let options = SqliteConnectOptions::new()
            .filename(folder.path().join("notes.db"))
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .foreign_keys(true);
        let pools = SqlitePoolOptions::new()
            .max_connections(2)
            .acquire_timeout(Duration::from_secs(5));
        let pool = pools.connect_with(options).await.expect("a database");
        for statement in [
            "CREATE TABLE notes (text TEXT NOT NULL)",
            "CREATE TABLE parents (id INTEGER PRIMARY KEY)",
            "CREATE TABLE children (parent INTEGER REFERENCES parents DEFERRABLE INITIALLY DEFERRED)",
        ] {
            sqlx::query(statement)
                .execute(&pool)
                .await
                .expect("a table");
        }
        Self {
            pool,
            _folder: folder,
        }
    }

    /// What was committed.
    async fn notes(&self) -> Vec<String> {
        let notes = sqlx::query_scalar("SELECT text FROM notes ORDER BY rowid");
        notes.fetch_all(&self.pool).await.expect("notes")
    }

    fn app(&self) -> Router {
        router().with_state(self.pool.clone())
    }
}

fn router() -> Router<SqlitePool> {
    ApiRouter::new("")
        .depends(slide)
        .route("/write/{status}", post(write))
        .route("/refuse", post(refuse))
        .route("/panics", post(panics))
        .route("/orphan", post(orphan))
        .route("/never", post(never))
        .include(
            ApiRouter::new("/all")
                .depends(audit)
                .route("/write/{status}", post(write)),
        )
        .build()
        .expect("a router without mistakes")
}

#[tokio::test]
async fn what_succeeds_is_committed_before_the_answer() {
    let database = Database::new().await;
    assert_eq!(ask(&database.app(), "POST /write/201", &[]).await.0, 201);
    assert_eq!(database.notes().await, ["audit", "note"]);
    assert_eq!(ask(&database.app(), "POST /write/303", &[]).await.0, 303);
    assert_eq!(database.notes().await.len(), 4);
}

#[tokio::test]
async fn a_handlers_4xx_and_5xx_are_rolled_back() {
    let database = Database::new().await;
    let app = database.app();
    for (line, status) in [
        ("POST /write/404", 404),
        ("POST /write/500", 500),
        ("POST /refuse", 409),
    ] {
        assert_eq!(ask(&app, line, &[]).await.0, status, "{line}");
    }
    assert_eq!(database.notes().await, [""; 0]);
    // The connection is free again, and its transaction has ended.
    assert_eq!(ask(&app, "POST /write/200", &[]).await.0, 200);
    assert_eq!(database.notes().await, ["audit", "note"]);
}

/// FastAPI's row C8: the exit code runs when the handler never did, and cannot see why.
#[tokio::test]
async fn a_later_dependencys_refusal_and_an_extractors_are_rolled_back() {
    let database = Database::new().await;
    let app = database.app();
    assert_eq!(ask(&app, "POST /never", &[]).await.0, 403);
    assert_eq!(ask(&app, "POST /write/none", &[]).await.0, 400);
    assert_eq!(database.notes().await, [""; 0]);
}

#[tokio::test]
async fn an_unknown_path_and_another_method_are_rolled_back() {
    let database = Database::new().await;
    let app = database.app();
    assert_eq!(ask(&app, "POST /all/none", &[]).await.0, 404);
    assert_eq!(ask(&app, "PUT /all/write/200", &[]).await.0, 405);
    assert_eq!(database.notes().await, [""; 0]);
    assert_eq!(ask(&app, "POST /all/write/200", &[]).await.0, 200);
    assert_eq!(database.notes().await, ["audit", "note"]);
}

/// FastAPI's rows C11 to C14: raising after the response leaves a success that cannot be taken back, and
/// headers set after `yield` are lost.
#[tokio::test]
async fn a_failed_commit_is_a_503_that_still_carries_the_other_edits() {
    let database = Database::new().await;
    let response = send(&database.app(), "POST /orphan", &[]).await;
    assert_eq!(response.status(), 503);
    assert_eq!(values(response.headers(), "refreshtoken"), ["better"]);
    assert_eq!(
        values(response.headers(), "content-type"),
        ["application/problem+json"]
    );
    let children = sqlx::query_scalar::<_, i64>("SELECT count(*) FROM children");
    assert_eq!(
        children.fetch_one(&database.pool).await.expect("a count"),
        0
    );
    // A connection whose commit has failed is not stuck in its transaction.
    assert_eq!(ask(&database.app(), "POST /write/200", &[]).await.0, 200);
    assert_eq!(database.notes().await, ["audit", "note"]);
}

/// The application's address, and the application.
async fn serve(app: Router) -> std::net::SocketAddr {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move { axum::serve(listener, app).await });
    address
}

async fn post_to(address: std::net::SocketAddr, path: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    let request = format!("POST {path} HTTP/1.1\r\nhost: localhost\r\ncontent-length: 0\r\n\r\n");
    stream.write_all(request.as_bytes()).await.expect("sent");
    stream
}

#[tokio::test]
async fn a_panic_is_rolled_back_and_stays_with_its_request() {
    let database = Database::new().await;
    let address = serve(database.app()).await;
    for _ in 0..5 {
        let mut stream = post_to(address, "/panics").await;
        let mut answer = Vec::new();
        let read = tokio::io::AsyncReadExt::read_to_end(&mut stream, &mut answer).await;
        assert!(
            read.is_err() || answer.is_empty(),
            "the connection is just closed"
        );
    }
    assert_eq!(database.notes().await, [""; 0]);
    assert_eq!(ask(&database.app(), "POST /write/200", &[]).await.0, 200);
    assert_eq!(database.notes().await, ["audit", "note"]);
}

/// FastAPI's row C24: on cancellation the exit code runs; here the values are dropped.
#[tokio::test]
async fn a_client_that_leaves_is_rolled_back() {
    #[derive(Clone)]
    struct AppState {
        pool: SqlitePool,
        started: Arc<Notify>,
        finished: Arc<AtomicBool>,
    }

    impl axum::extract::FromRef<AppState> for SqlitePool {
        fn from_ref(state: &AppState) -> Self {
            state.pool.clone()
        }
    }

    #[depends]
    async fn slow(
        #[depends(transaction)] tx: Tx,
        State(state): State<AppState>,
    ) -> Result<(), HttpError> {
        waiting(state.started, tx).await?;
        state.finished.store(true, Ordering::SeqCst);
        Ok(())
    }

    let database = Database::new().await;
    let state = AppState {
        pool: database.pool.clone(),
        started: Arc::default(),
        finished: Arc::default(),
    };
    let router = ApiRouter::new("").depends(slide).route("/slow", post(slow));
    let app = router
        .build()
        .expect("a router without mistakes")
        .with_state(state.clone());
    let address = serve(app).await;

    for _ in 0..3 {
        let stream = post_to(address, "/slow").await;
        state.started.notified().await;
        drop(stream);
        // SQLite has one writer: this waits for the rollback, and sees nothing of what was written.
        let mut waited = 0;
        while sqlx::query(WRITE).execute(&database.pool).await.is_err() {
            waited += 1;
            assert!(waited < 10, "the transaction is still open");
        }
    }
    assert_eq!(database.notes().await, ["note"; 3]);
    assert!(!state.finished.load(Ordering::SeqCst));
}

#[tokio::test]
async fn requests_at_once_have_transactions_of_their_own() {
    let database = Database::new().await;
    let requests = (0..20).map(|number| {
        let app = database.app();
        let line = if number % 2 == 0 {
            "POST /write/200"
        } else {
            "POST /refuse"
        };
        tokio::spawn(async move { ask(&app, line, &[]).await.0 })
    });
    let mut statuses = Vec::new();
    for request in requests.collect::<Vec<_>>() {
        statuses.push(request.await.expect("no panic"));
    }
    let written = statuses.iter().filter(|status| **status == 200).count();
    assert_eq!(database.notes().await.len(), written * 2, "{statuses:?}");
    assert!(written > 0);
}
