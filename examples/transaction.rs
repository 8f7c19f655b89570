//! A transaction per request: a dependency begins it, an after-hook commits if the request succeeded and rolls
//! back if it failed, and a commit that fails becomes the response.
//!
//! `cargo run -p examples --bin transaction`, then `curl -i -X POST localhost:3000/transfers/30`.

use std::sync::Arc;

use auth_runtime::prelude::*;
use auth_runtime::{BuildError, NoContent};
use axum::extract::Path;
use axum::{BoxError, Router};
use examples::serve;
use sqlx::sqlite::SqlitePoolOptions;
use sqlx::{Sqlite, SqlitePool, Transaction};
use tokio::sync::Mutex;

/// The request's transaction, shared by everything that names the dependency. sqlx rolls back on drop, so
/// that a client that disconnects or a handler that panics leaves nothing behind, either.
#[derive(Clone)]
struct Tx(Arc<Mutex<Transaction<'static, Sqlite>>>);

/// Begins a transaction, and ends it according to the response.
#[dependency(errors(503))]
async fn transaction(
    State(pool): State<SqlitePool>,
    response: &mut ResponseEdits,
) -> Result<Tx, HttpError> {
    let begun = pool.begin().await.map_err(unavailable)?;
    let begun = Arc::new(Mutex::new(begun));
    let of_hook = Arc::clone(&begun);
    response.after(async move |response: Response| {
        // The values of the request's dependencies are gone by now: the hook's is the last.
        let last = Arc::into_inner(of_hook).ok_or(StatusCode::INTERNAL_SERVER_ERROR)?;
        if response.status().is_success() {
            last.into_inner().commit().await.map_err(unavailable)?;
        }
        Ok::<_, HttpError>(response)
    });
    Ok(Tx(begun))
}

fn unavailable(_: sqlx::Error) -> HttpError {
    HttpError::new(StatusCode::SERVICE_UNAVAILABLE)
}

impl Tx {
    async fn add(&self, name: &str, amount: i64) -> Result<(), HttpError> {
        let mut transaction = self.0.lock().await;
        let update = sqlx::query("UPDATE accounts SET balance = balance + ? WHERE name = ?");
        let update = update.bind(amount).bind(name).execute(&mut **transaction);
        match update.await {
            Ok(_) => Ok(()),
            Err(sqlx::Error::Database(error)) if error.is_check_violation() => {
                Err(StatusCode::CONFLICT.into())
            }
            Err(error) => Err(unavailable(error)),
        }
    }
}

/// Moves an amount from Ann to Bob. The credit is written first: an overdraft must take it back.
#[depends]
async fn transfer(
    #[depends(transaction)] tx: Tx,
    Path(amount): Path<u32>,
) -> Result<NoContent, HttpError> {
    tx.add("Bob", amount.into()).await?;
    tx.add("Ann", -i64::from(amount)).await?;
    Ok(NoContent)
}

fn app(pool: SqlitePool) -> Result<Router, BuildError> {
    let api = ApiRouter::new("/transfers").depends(transaction);
    let api = api.route("/{amount}", post(transfer)).build()?;
    Ok(api.with_state(pool))
}

const ACCOUNTS: &str = "
    CREATE TABLE accounts (name TEXT PRIMARY KEY, balance INTEGER CHECK (balance >= 0));
    INSERT INTO accounts VALUES ('Ann', 100), ('Bob', 0)";

/// A database in memory. It is the connection's own: one is enough, and it must stay.
async fn database() -> Result<SqlitePool, sqlx::Error> {
    let pool = SqlitePoolOptions::new()
        .max_connections(1)
        .max_lifetime(None);
    let pool = pool.idle_timeout(None).connect("sqlite::memory:").await?;
    sqlx::raw_sql(ACCOUNTS).execute(&pool).await.map(|_| pool)
}

#[tokio::main]
async fn main() -> Result<(), BoxError> {
    Ok(serve(app(database().await?)?).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The status of a transfer, and the balances of Ann and Bob after it.
    async fn transferred(amount: u32) -> (u16, Vec<i64>) {
        let pool = database().await.unwrap();
        let request = axum::http::Request::post(format!("/transfers/{amount}"));
        let response = examples::answer(app(pool.clone()).unwrap(), request);
        let status = response.await.unwrap().status().as_u16();
        let balances = sqlx::query_scalar("SELECT balance FROM accounts ORDER BY name");
        (status, balances.fetch_all(&pool).await.unwrap())
    }

    #[tokio::test]
    async fn what_succeeds_is_committed() {
        assert_eq!(transferred(30).await, (204, vec![70, 30]));
    }

    #[tokio::test]
    async fn what_fails_leaves_nothing_behind() {
        assert_eq!(transferred(130).await, (409, vec![100, 0]));
    }
}
