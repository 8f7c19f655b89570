//! Sessions: begun by a login, read at each request, ended by a logout.

use auth_runtime::token::SessionId;
use sqlx::Row as _;

use super::rows::{date, user};
use super::{Database, audit};
use crate::domain::{Action, Actor, UserId, Username};
use crate::store::{Credentials, NewSession, StoreError, StoredSession};

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
            "INSERT INTO sessions (id, user_id, started_at, ends_at)
             SELECT $1, id, $2, $3 FROM users WHERE id = $4 AND password_hash = $5",
        )
        .bind(session.id.as_bytes().as_slice())
        .bind(actor.at.as_secs())
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
                    (SELECT string_agg(permission, ',') FROM permissions WHERE user_id = u.id)
             FROM sessions s JOIN users u ON u.id = s.user_id
             WHERE s.id = $1",
        )
        .bind(id.as_bytes().as_slice())
        .fetch_optional(&self.pool)
        .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(StoredSession {
            ends_at: date(&row, 0)?,
            user: user(&row, 1)?,
        }))
    }

    pub(in crate::store) async fn end_session(
        &self,
        id: &SessionId,
        actor: &Actor,
    ) -> Result<(), StoreError> {
        let mut writing = self.begin().await?;
        let ended = sqlx::query("DELETE FROM sessions WHERE id = $1")
            .bind(id.as_bytes().as_slice())
            .execute(&mut *writing)
            .await?;
        if ended.rows_affected() == 1 {
            audit::write(&mut writing, actor, Action::Logout, &actor.username).await?;
        }
        self.commit(writing).await?;
        Ok(())
    }
}
