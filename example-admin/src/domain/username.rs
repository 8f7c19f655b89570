//! `Username`: what a person logs in with.

use std::fmt;

use serde::Serialize;
use utoipa::ToSchema;

use super::Invalid;

const LONGEST: usize = 64;

/// A user's name: 1 to 64 characters, none of them a control character. Compared as it is, case
/// included.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, ToSchema)]
#[serde(transparent)]
pub struct Username(String);

impl Username {
    /// Parses a name.
    ///
    /// # Errors
    ///
    /// [`Invalid`] when it is empty, too long, or has a control character: PostgreSQL refuses NUL in
    /// a text, and a line break in a log line would be a forged log line.
    pub fn parse(text: impl Into<String>) -> Result<Self, Invalid> {
        let text = text.into();
        if text.is_empty() || text.chars().count() > LONGEST {
            return Err(Invalid("a user name must have 1 to 64 characters"));
        }
        if text.chars().any(char::is_control) {
            return Err(Invalid("a user name cannot contain control characters"));
        }
        Ok(Self(text))
    }

    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Username {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_is_counted_in_characters() {
        assert!(Username::parse("").is_err());
        assert!(Username::parse("a").is_ok());
        assert!(Username::parse("ü".repeat(64)).is_ok());
        assert!(Username::parse("ü".repeat(65)).is_err());
    }

    #[test]
    fn control_characters_are_refused() {
        for text in ["a\0", "a\nb", "\u{7f}", "a\u{85}"] {
            assert!(Username::parse(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn nothing_is_trimmed_or_folded() {
        assert_eq!(Username::parse(" Anna ").unwrap().as_str(), " Anna ");
    }
}
