//! Sessions: begun by a login, read at each request, ended by a logout.

use auth_runtime::token::{Generations, SessionId, SessionRecord};
use sqlx::Row as _;
use sqlx::query::Query;

use super::rows::{date, generations, user};
use super::{Database, audit};
use crate::domain::{Action, Actor, UserId, Username};
use crate::store::sessions::StoredSession;
use crate::store::{Credentials, NewSession, StoreError};

impl Database {
    pub(in crate::store) async fn credentials(
        &self,
        username: &Username,
    ) -> Result<Option<Credentials>, StoreError> {
        let row = sqlx::query("SELECT id, password_hash FROM users WHERE username = $1")
            .bind(username.as_str())
            .fetch_optional(&self.pool)
            .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(Credentials {
            user_id: UserId(row.try_get(0)?),
            password_hash: row.try_get(1)?,
        }))
    }

    pub(in crate::store) async fn start_session(
        &self,
        session: &NewSession,
        credentials: &Credentials,
        actor: &Actor,
    ) -> Result<bool, StoreError> {
        let mut writing = self.begin().await?;
        sqlx::query("DELETE FROM sessions WHERE ends_at <= $1")
            .bind(actor.at.as_secs())
            .execute(&mut *writing)
            .await?;
        let started = sqlx::query(
            "INSERT INTO sessions (id, user_id, started_at, settled, ends_at)
             SELECT $1, id, $2, $2, $3 FROM users WHERE id = $4 AND password_hash = $5",
        )
        .bind(session.id.as_bytes().as_slice())
        .bind(session.started_at.as_secs())
        .bind(session.ends_at.as_secs())
        .bind(credentials.user_id.0)
        .bind(&credentials.password_hash)
        .execute(&mut *writing)
        .await?;
        if started.rows_affected() == 0 {
            return Ok(false);
        }
        audit::write(&mut writing, actor, Action::Login, &actor.username).await?;
        self.commit(writing).await?;
        Ok(true)
    }

    pub(in crate::store) async fn session(
        &self,
        id: &SessionId,
    ) -> Result<Option<StoredSession>, StoreError> {
        let row = sqlx::query(
            "SELECT s.ends_at, u.id, u.username,
                    (SELECT string_agg(permission, ',') FROM permissions WHERE user_id = u.id),
                    s.settled, s.pending_issued_at, s.pending_first_seen,
                    s.newest_issued_at, s.newest_first_seen
             FROM sessions s JOIN users u ON u.id = s.user_id
             WHERE s.id = $1",
        )
        .bind(id.as_bytes().as_slice())
        .fetch_optional(&self.pool)
        .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(StoredSession {
            record: SessionRecord {
                owner: user(&row, 1)?,
                ends_at: date(&row, 0)?,
            },
            generations: generations(&row, 4)?,
        }))
    }

    pub(in crate::store) async fn has_session(&self, id: &SessionId) -> Result<bool, StoreError> {
        let row = sqlx::query("SELECT 1 FROM sessions WHERE id = $1")
            .bind(id.as_bytes().as_slice())
            .fetch_optional(&self.pool)
            .await?;
        Ok(row.is_some())
    }

    /// Writes `new` if `old` is still stored; returns `false` if it is not.
    pub(in crate::store) async fn note_generations(
        &self,
        id: &SessionId,
        old: Generations,
        new: Generations,
    ) -> Result<bool, StoreError> {
        let update = sqlx::query(
            "UPDATE sessions
             SET settled = $2, pending_issued_at = $3, pending_first_seen = $4,
                 newest_issued_at = $5, newest_first_seen = $6
             WHERE id = $1 AND settled = $7
               AND pending_issued_at IS NOT DISTINCT FROM $8
               AND pending_first_seen IS NOT DISTINCT FROM $9
               AND newest_issued_at IS NOT DISTINCT FROM $10
               AND newest_first_seen IS NOT DISTINCT FROM $11",
        )
        .bind(id.as_bytes().as_slice());
        let columns = columns(new).into_iter().chain(columns(old));
        let update = columns.fold(update, Query::bind);
        let updated = update.execute(&self.pool).await?;
        Ok(updated.rows_affected() == 1)
    }

    /// Ends a session by this action of its owner; the action is recorded if there was a session to end.
    pub(in crate::store) async fn end_session(
        &self,
        id: &SessionId,
        action: Action,
        actor: &Actor,
    ) -> Result<(), StoreError> {
        let mut writing = self.begin().await?;
        let ended = sqlx::query("DELETE FROM sessions WHERE id = $1")
            .bind(id.as_bytes().as_slice())
            .execute(&mut *writing)
            .await?;
        if ended.rows_affected() == 1 {
            audit::write(&mut writing, actor, action, &actor.username).await?;
        }
        self.commit(writing).await?;
        Ok(())
    }
}

/// In the order in which [`generations`] reads them.
fn columns(generations: Generations) -> [Option<i64>; 5] {
    let Generations {
        settled,
        pending,
        newest,
    } = generations;
    [
        Some(settled.as_secs()),
        pending.map(|seen| seen.issued_at.as_secs()),
        pending.map(|seen| seen.first_seen.as_secs()),
        newest.map(|seen| seen.issued_at.as_secs()),
        newest.map(|seen| seen.first_seen.as_secs()),
    ]
}
