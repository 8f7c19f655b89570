//! Users: created, read, changed, deleted.

use auth_runtime::token::{NumericDate, SessionId};

use super::rows::user;
use super::{Database, Driver, Writing, audit};
use crate::domain::{Action, Actor, NewUser, Permission, Permissions, User, UserChange, UserId};
use crate::store::{StoreError, WriteError};

impl Database {
    pub(in crate::store) async fn has_users(&self) -> Result<bool, StoreError> {
        let any = sqlx::query("SELECT 1 FROM users LIMIT 1")
            .fetch_optional(&self.pool)
            .await?;
        Ok(any.is_some())
    }

    pub(in crate::store) async fn create_first_user(
        &self,
        new: &NewUser,
        now: NumericDate,
    ) -> Result<bool, StoreError> {
        let mut writing = self.begin().await?;
        let any = sqlx::query("SELECT 1 FROM users LIMIT 1")
            .fetch_optional(&mut *writing)
            .await?;
        if any.is_some() {
            return Ok(false);
        }
        insert(&mut writing, new, now).await?;
        self.commit(writing).await?;
        Ok(true)
    }

    pub(in crate::store) async fn users(&self) -> Result<Vec<User>, StoreError> {
        sqlx::query(
            "SELECT id, username,
                    (SELECT string_agg(permission, ',') FROM permissions WHERE user_id = users.id)
             FROM users ORDER BY id",
        )
        .fetch_all(&self.pool)
        .await?
        .iter()
        .map(|row| user(row, 0))
        .collect()
    }

    pub(in crate::store) async fn user(&self, id: UserId) -> Result<Option<User>, StoreError> {
        find(&self.pool, id).await
    }

    pub(in crate::store) async fn create_user(
        &self,
        new: NewUser,
        actor: &Actor,
    ) -> Result<User, WriteError> {
        let mut writing = self.begin().await?;
        let taken = sqlx::query("SELECT 1 FROM users WHERE username = $1")
            .bind(new.username.as_str())
            .fetch_optional(&mut *writing)
            .await?;
        if taken.is_some() {
            return Err(WriteError::Taken);
        }
        let id = insert(&mut writing, &new, actor.at).await?;
        audit::write(&mut writing, actor, Action::CreateUser, &new.username).await?;
        self.commit(writing).await?;
        let NewUser {
            username,
            permissions,
            ..
        } = new;
        Ok(User {
            id,
            username,
            permissions,
        })
    }

    pub(in crate::store) async fn change_user(
        &self,
        id: UserId,
        change: &UserChange,
        kept: &SessionId,
        actor: &Actor,
    ) -> Result<User, WriteError> {
        let mut writing = self.begin().await?;
        let mut user = find(&mut *writing, id).await?.ok_or(WriteError::NotFound)?;
        if let Some(hash) = &change.password_hash {
            change_password(&mut writing, id, hash, kept).await?;
            audit::write(&mut writing, actor, Action::ChangePassword, &user.username).await?;
        }
        if let Some(permissions) = &change.permissions {
            change_permissions(&mut writing, id, permissions).await?;
            check_somebody_writes(&mut writing).await?;
            audit::write(
                &mut writing,
                actor,
                Action::ChangePermissions,
                &user.username,
            )
            .await?;
            user.permissions.clone_from(permissions);
        }
        self.commit(writing).await?;
        Ok(user)
    }

    pub(in crate::store) async fn delete_user(
        &self,
        id: UserId,
        actor: &Actor,
    ) -> Result<(), WriteError> {
        let mut writing = self.begin().await?;
        let user = find(&mut *writing, id).await?.ok_or(WriteError::NotFound)?;
        sqlx::query("DELETE FROM users WHERE id = $1")
            .bind(id.0)
            .execute(&mut *writing)
            .await?;
        check_somebody_writes(&mut writing).await?;
        audit::write(&mut writing, actor, Action::DeleteUser, &user.username).await?;
        self.commit(writing).await?;
        Ok(())
    }
}

async fn find(
    database: impl sqlx::Executor<'_, Database = Driver>,
    id: UserId,
) -> Result<Option<User>, StoreError> {
    sqlx::query(
        "SELECT id, username,
                (SELECT string_agg(permission, ',') FROM permissions WHERE user_id = users.id)
         FROM users WHERE id = $1",
    )
    .bind(id.0)
    .fetch_optional(database)
    .await?
    .map(|row| user(&row, 0))
    .transpose()
}

/// Inserts a user with the user's permissions.
async fn insert(
    writing: &mut Writing,
    new: &NewUser,
    now: NumericDate,
) -> Result<UserId, StoreError> {
    let id = sqlx::query_scalar(
        "INSERT INTO users (username, password_hash, created_at) VALUES ($1, $2, $3) RETURNING id",
    )
    .bind(new.username.as_str())
    .bind(&new.password_hash)
    .bind(now.as_secs())
    .fetch_one(&mut **writing)
    .await?;
    let id = UserId(id);
    grant(writing, id, &new.permissions).await?;
    Ok(id)
}

async fn grant(
    writing: &mut Writing,
    id: UserId,
    permissions: &Permissions,
) -> Result<(), StoreError> {
    for permission in permissions.iter() {
        sqlx::query("INSERT INTO permissions (user_id, permission) VALUES ($1, $2)")
            .bind(id.0)
            .bind(permission.as_str())
            .execute(&mut **writing)
            .await?;
    }
    Ok(())
}

/// Sets a password and ends the user's sessions, except the one that is `kept`: anyone who knew the old
/// password is logged out.
async fn change_password(
    writing: &mut Writing,
    id: UserId,
    hash: &str,
    kept: &SessionId,
) -> Result<(), StoreError> {
    sqlx::query("UPDATE users SET password_hash = $1 WHERE id = $2")
        .bind(hash)
        .bind(id.0)
        .execute(&mut **writing)
        .await?;
    sqlx::query("DELETE FROM sessions WHERE user_id = $1 AND id <> $2")
        .bind(id.0)
        .bind(kept.as_bytes().as_slice())
        .execute(&mut **writing)
        .await?;
    Ok(())
}

async fn change_permissions(
    writing: &mut Writing,
    id: UserId,
    permissions: &Permissions,
) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM permissions WHERE user_id = $1")
        .bind(id.0)
        .execute(&mut **writing)
        .await?;
    grant(writing, id, permissions).await
}

/// Refuses a state in which nobody could ever write users again.
async fn check_somebody_writes(writing: &mut Writing) -> Result<(), WriteError> {
    let writer = sqlx::query("SELECT 1 FROM permissions WHERE permission = $1 LIMIT 1")
        .bind(Permission::UsersWrite.as_str())
        .fetch_optional(&mut **writing)
        .await?;
    writer.map(|_| ()).ok_or(WriteError::LastWriter)
}
