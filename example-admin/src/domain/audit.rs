//! The audit log: who did what when.

use std::net::IpAddr;
use std::time::SystemTime;

use auth_runtime::token::NumericDate;
use serde::{Serialize, Serializer};
use utoipa::ToSchema;

use super::{Invalid, Username};

/// What the audit log records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub enum Action {
    /// Somebody logged in.
    #[serde(rename = "login")]
    Login,
    /// Somebody ended a session.
    #[serde(rename = "logout")]
    Logout,
    /// Somebody used a superseded token, as a thief does, which ended its session.
    #[serde(rename = "session.reuse")]
    ReuseToken,
    /// A user was created.
    #[serde(rename = "user.create")]
    CreateUser,
    /// A user was given another password, which ended the user's other sessions.
    #[serde(rename = "user.password")]
    ChangePassword,
    /// A user was given other permissions.
    #[serde(rename = "user.permissions")]
    ChangePermissions,
    /// A user was deleted.
    #[serde(rename = "user.delete")]
    DeleteUser,
}

impl Action {
    pub(crate) const ALL: [Self; 7] = [
        Self::Login,
        Self::Logout,
        Self::ReuseToken,
        Self::CreateUser,
        Self::ChangePassword,
        Self::ChangePermissions,
        Self::DeleteUser,
    ];

    /// Parses an action's name.
    ///
    /// # Errors
    ///
    /// [`Invalid`] when no action has this name.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let unknown = Invalid("there is no such action");
        Self::ALL
            .into_iter()
            .find(|action| action.as_str() == text)
            .ok_or(unknown)
    }

    /// The action's name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Login => "login",
            Self::Logout => "logout",
            Self::ReuseToken => "session.reuse",
            Self::CreateUser => "user.create",
            Self::ChangePassword => "user.password",
            Self::ChangePermissions => "user.permissions",
            Self::DeleteUser => "user.delete",
        }
    }
}

/// Who does something, when, and from where.
#[derive(Debug, Clone)]
pub struct Actor {
    /// Who.
    pub username: Username,
    /// When.
    pub at: NumericDate,
    /// The address at the other end of the connection.
    pub address: IpAddr,
}

/// An entry of the audit log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AuditEntry {
    /// Its number; later entries have higher ones.
    pub id: i64,
    /// When it was done.
    #[serde(serialize_with = "rfc_3339")]
    #[schema(value_type = String, format = DateTime)]
    pub at: NumericDate,
    /// Who did it.
    pub actor: Username,
    /// What was done.
    pub action: Action,
    /// Whom it was done to.
    pub subject: Username,
    /// The address from which it was done.
    pub address: String,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the signature is serde's"
)]
fn rfc_3339<S: Serializer>(date: &NumericDate, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&humantime::format_rfc3339_seconds(SystemTime::from(*date)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_is_parsed_back_and_written_by_its_name() {
        for action in Action::ALL {
            assert_eq!(Action::parse(action.as_str()), Ok(action));
            assert_eq!(serde_json::to_value(action).unwrap(), action.as_str());
        }
        assert!(Action::parse("user.promote").is_err());
    }
}
