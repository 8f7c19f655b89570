//! `User`: a user of the site.

use std::fmt;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Permissions, Username};

/// Identifies a user; never reused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
pub struct UserId(pub i64);

impl UserId {
    /// Reads the subject of a token. Only the form that [`Display`](fmt::Display) writes is one:
    /// `+7` and `07` are not.
    #[must_use]
    pub fn from_subject(subject: &str) -> Option<Self> {
        let id = Self(subject.parse().ok()?);
        (id.to_string() == subject).then_some(id)
    }
}

impl fmt::Display for UserId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// A user as the site shows them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct User {
    /// The number that names the user in paths and tokens.
    pub id: UserId,
    /// What the user logs in with.
    pub username: Username,
    /// What the user may do.
    pub permissions: Permissions,
}

/// A user to be created.
#[derive(Debug, Clone)]
pub struct NewUser {
    /// What the user logs in with.
    pub username: Username,
    /// The argon2id hash of the password, as a PHC string.
    pub password_hash: String,
    /// What the user may do.
    pub permissions: Permissions,
}

/// The changes to a user; a field that is `None` stays as it is.
#[derive(Debug, Clone, Default)]
pub struct UserChange {
    /// The argon2id hash of the new password, as a PHC string.
    pub password_hash: Option<String>,
    /// What the user may do from now on.
    pub permissions: Option<Permissions>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_spelling_of_a_subject_is_read() {
        assert_eq!(UserId::from_subject("7"), Some(UserId(7)));
        for spelling in ["07", "+7", " 7", "7.0", "", "x", "99999999999999999999"] {
            assert_eq!(UserId::from_subject(spelling), None, "{spelling:?}");
        }
    }
}
