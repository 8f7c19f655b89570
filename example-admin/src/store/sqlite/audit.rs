//! The audit log: written in the transaction of what it tells of.

use sqlx::Row as _;
use sqlx::sqlite::SqliteRow;

use super::{Sqlite, Writing, date, username};
use crate::domain::{Action, Actor, AuditEntry, Username};
use crate::store::{Page, StoreError};

impl Sqlite {
    pub(in crate::store) async fn audit(&self, page: Page) -> Result<Vec<AuditEntry>, StoreError> {
        sqlx::query(
            "SELECT id, at, actor, action, subject, address FROM audit
             WHERE id < $1 ORDER BY id DESC LIMIT $2",
        )
        .bind(page.before)
        .bind(page.length)
        .fetch_all(&self.0)
        .await?
        .iter()
        .map(entry)
        .collect()
    }
}

/// Writes that `actor` did this to `subject`.
pub(super) async fn write(
    writing: &mut Writing,
    actor: &Actor,
    action: Action,
    subject: &Username,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO audit (at, actor, action, subject, address) VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(actor.at.as_secs())
    .bind(actor.username.as_str())
    .bind(action.as_str())
    .bind(subject.as_str())
    .bind(actor.address.to_string())
    .execute(&mut **writing)
    .await?;
    Ok(())
}

fn entry(row: &SqliteRow) -> Result<AuditEntry, StoreError> {
    let action: String = row.try_get(3)?;
    Ok(AuditEntry {
        id: row.try_get(0)?,
        at: date(row, 1)?,
        actor: username(row, 2)?,
        action: Action::parse(&action)
            .map_err(|_| StoreError::Damaged("an action that is none"))?,
        subject: username(row, 4)?,
        address: row.try_get(5)?,
    })
}
