//! Reads rows, and parses the domain types again.

use auth_runtime::token::{Generations, NumericDate, Seen};
use sqlx::Row as _;

use super::Row;
use crate::domain::{Permission, Permissions, User, UserId, Username};
use crate::store::StoreError;

/// Reads a user from the columns `id, username, permissions`, starting at `first`.
pub(super) fn user(row: &Row, first: usize) -> Result<User, StoreError> {
    let permissions: Option<String> = row.try_get(first + 2)?;
    Ok(User {
        id: UserId(row.try_get(first)?),
        username: username(row, first + 1)?,
        permissions: parse_permissions(permissions.as_deref())?,
    })
}

pub(super) fn username(row: &Row, column: usize) -> Result<Username, StoreError> {
    let text: String = row.try_get(column)?;
    Username::parse(text).map_err(|_| StoreError::Damaged("an invalid user name"))
}

pub(super) fn date(row: &Row, column: usize) -> Result<NumericDate, StoreError> {
    parse_date(row.try_get(column)?)
}

/// Reads generations from the columns `settled, pending_…, newest_…`, starting at `first`.
pub(super) fn generations(row: &Row, first: usize) -> Result<Generations, StoreError> {
    Ok(Generations {
        settled: date(row, first)?,
        pending: seen(row, first + 1)?,
        newest: seen(row, first + 3)?,
    })
}

/// Reads the columns `…_issued_at, …_first_seen`, both of which may be `NULL`.
fn seen(row: &Row, first: usize) -> Result<Option<Seen>, StoreError> {
    let issued_at: Option<i64> = row.try_get(first)?;
    let first_seen: Option<i64> = row.try_get(first + 1)?;
    let (Some(issued_at), Some(first_seen)) = (issued_at, first_seen) else {
        return Ok(None);
    };
    Ok(Some(Seen {
        issued_at: parse_date(issued_at)?,
        first_seen: parse_date(first_seen)?,
    }))
}

fn parse_date(seconds: i64) -> Result<NumericDate, StoreError> {
    NumericDate::from_secs(seconds).ok_or(StoreError::Damaged("an invalid date"))
}

fn parse_permissions(names: Option<&str>) -> Result<Permissions, StoreError> {
    let Some(names) = names else {
        return Ok(Permissions::default());
    };
    names
        .split(',')
        .map(Permission::parse)
        .collect::<Result<_, _>>()
        .map_err(|_| StoreError::Damaged("an invalid permission"))
}
