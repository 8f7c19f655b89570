//! The domain types of the admin site. Each is parsed once, at the edge; from there on its type guarantees
//! what holds.

mod audit;
mod origin;
mod password;
mod permission;
mod user;
mod username;

use std::fmt;

pub use audit::{Action, Actor, AuditEntry};
pub use origin::{AllowedOrigins, Origin};
pub use password::{GivenPassword, Password};
pub use permission::{Permission, Permissions};
pub use user::{NewUser, User, UserChange, UserId};
pub use username::Username;

/// Why a text is not a value of the domain: a sentence that never repeats the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Invalid(&'static str);

impl Invalid {
    /// The sentence.
    #[must_use]
    pub fn sentence(self) -> &'static str {
        self.0
    }
}

impl fmt::Display for Invalid {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.0)
    }
}

impl std::error::Error for Invalid {}
