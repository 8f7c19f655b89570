//! `Permission`: what a user may do.

use std::collections::BTreeSet;
use std::fmt;

use serde::Serialize;
use utoipa::ToSchema;

use super::Invalid;

/// One thing that a user may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
pub enum Permission {
    /// See who the users are.
    #[serde(rename = "users:read")]
    UsersRead,
    /// Create, change and delete users.
    #[serde(rename = "users:write")]
    UsersWrite,
    /// Read the audit log.
    #[serde(rename = "audit:read")]
    AuditRead,
}

impl Permission {
    /// Every permission there is.
    pub const ALL: [Self; 3] = [Self::UsersRead, Self::UsersWrite, Self::AuditRead];

    /// Parses a permission's name.
    ///
    /// # Errors
    ///
    /// [`Invalid`] when no permission has this name.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let unknown = Invalid("a permission must be one of users:read, users:write and audit:read");
        Self::ALL
            .into_iter()
            .find(|permission| permission.as_str() == text)
            .ok_or(unknown)
    }

    /// The permission's name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::UsersRead => "users:read",
            Self::UsersWrite => "users:write",
            Self::AuditRead => "audit:read",
        }
    }
}

impl fmt::Display for Permission {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// The permissions of a user, each at most once.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
#[serde(transparent)]
pub struct Permissions(BTreeSet<Permission>);

impl Permissions {
    /// All of them.
    #[must_use]
    pub fn all() -> Self {
        Permission::ALL.into_iter().collect()
    }

    /// Whether `permission` is among them.
    #[must_use]
    pub fn allow(&self, permission: Permission) -> bool {
        self.0.contains(&permission)
    }

    /// One after the other.
    pub fn iter(&self) -> impl Iterator<Item = Permission> {
        self.0.iter().copied()
    }
}

impl FromIterator<Permission> for Permissions {
    fn from_iter<I: IntoIterator<Item = Permission>>(permissions: I) -> Self {
        Self(permissions.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_permission_is_parsed_back() {
        for permission in Permission::ALL {
            assert_eq!(Permission::parse(permission.as_str()), Ok(permission));
        }
        assert!(Permission::parse("users:Read").is_err());
        assert!(Permission::parse("").is_err());
    }

    #[test]
    fn json_has_the_names() {
        let json = serde_json::to_string(&Permissions::all()).unwrap();
        assert_eq!(json, r#"["users:read","users:write","audit:read"]"#);
    }
}
