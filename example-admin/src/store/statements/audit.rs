//! The audit log: written in the transaction of the event that it records.

use sqlx::Row as _;

use super::rows::{date, username};
use super::{Database, Row, Writing};
use crate::domain::{Action, Actor, AuditEntry, Username};
use crate::store::{Page, StoreError};

impl Database {
    pub(in crate::store) async fn audit(&self, page: Page) -> Result<Vec<AuditEntry>, StoreError> {
        sqlx::query(
            "SELECT id, at, actor, action, subject, address FROM audit
             WHERE id < $1 ORDER BY id DESC LIMIT $2",
        )
        .bind(page.before)
        .bind(i64::from(page.length))
        .fetch_all(&self.pool)
        .await?
        .iter()
        .map(entry)
        .collect()
    }

    pub(in crate::store) async fn audit_after(
        &self,
        id: i64,
        length: u32,
    ) -> Result<Vec<AuditEntry>, StoreError> {
        sqlx::query(
            "SELECT id, at, actor, action, subject, address FROM audit
             WHERE id > $1 ORDER BY id LIMIT $2",
        )
        .bind(id)
        .bind(i64::from(length))
        .fetch_all(&self.pool)
        .await?
        .iter()
        .map(entry)
        .collect()
    }

    pub(in crate::store) async fn newest_audit_id(&self) -> Result<i64, StoreError> {
        let newest = sqlx::query_scalar("SELECT coalesce(max(id), 0) FROM audit")
            .fetch_one(&self.pool)
            .await?;
        Ok(newest)
    }
}

/// Records that `actor` did this to `subject`.
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

fn entry(row: &Row) -> Result<AuditEntry, StoreError> {
    let action: String = row.try_get(3)?;
    Ok(AuditEntry {
        id: row.try_get(0)?,
        at: date(row, 1)?,
        actor: username(row, 2)?,
        action: Action::parse(&action).map_err(|_| StoreError::Damaged("an invalid action"))?,
        subject: username(row, 4)?,
        address: row.try_get(5)?,
    })
}
