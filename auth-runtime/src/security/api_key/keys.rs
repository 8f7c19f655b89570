//! The API keys that an application has handed out.

use std::fmt;

use hmac::digest::CtOutput;
use sha2::{Digest, Sha256};

use super::location::{MAX_BYTES, check};

/// The shortest API key that an application can hand out: 120 random bits in base64url.
const MIN_BYTES: usize = 20;

/// The API keys that an application has handed out, each with the name of its owner.
///
/// Only SHA-256 digests are kept. All of them are compared, each in constant time, so that the duration
/// of a refusal reveals nothing. Use it for random keys only: passwords need a password hash.
///
/// ```
/// use auth_runtime::security::ApiKeys;
///
/// let keys = ApiKeys::new([("ci", "rPGL6d3cqGmhw4zMcvYf2w"), ("backup", "U0fKbWSRkQ5oEnJxLt7aZA")])?;
/// assert_eq!(keys.owner_of("rPGL6d3cqGmhw4zMcvYf2w"), Some("ci"));
/// assert_eq!(keys.owner_of("something else"), None);
/// # Ok::<(), auth_runtime::security::ApiKeysError>(())
/// ```
#[derive(Clone)]
pub struct ApiKeys {
    keys: Box<[(Box<str>, CtOutput<Sha256>)]>,
}

impl ApiKeys {
    /// The keys of these owners. An owner may have several.
    ///
    /// # Errors
    /// [`ApiKeysError::Unfit`] if a key has fewer than 20 or more than 1,024 characters, or characters
    /// other than visible ASCII; [`ApiKeysError::Repeated`] if two owners have the same key.
    pub fn new<'k>(
        keys: impl IntoIterator<Item = (&'k str, &'k str)>,
    ) -> Result<Self, ApiKeysError> {
        let mut digests: Vec<(Box<str>, CtOutput<Sha256>)> = Vec::new();
        for (owner, key) in keys {
            if key.len() < MIN_BYTES || check(key.as_bytes()).is_err() {
                return Err(ApiKeysError::Unfit);
            }
            let digest = digest(key);
            if digests.iter().any(|(_, other)| *other == digest) {
                return Err(ApiKeysError::Repeated);
            }
            digests.push((owner.into(), digest));
        }
        Ok(Self {
            keys: digests.into(),
        })
    }

    /// The owner of this key, if it is one of the keys.
    #[must_use]
    pub fn owner_of(&self, key: &str) -> Option<&str> {
        let presented = digest(key);
        let mut found = None;
        for (owner, digest) in &self.keys {
            if *digest == presented {
                found = Some(&**owner);
            }
        }
        found
    }
}

fn digest(key: &str) -> CtOutput<Sha256> {
    CtOutput::new(Sha256::digest(key))
}

impl fmt::Debug for ApiKeys {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_set()
            .entries(self.keys.iter().map(|(owner, _)| owner))
            .finish()
    }
}

/// Why API keys cannot be used. No message contains any part of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ApiKeysError {
    /// A key is too short or too long, or has characters other than visible ASCII.
    Unfit,
    /// The same key was given twice.
    Repeated,
}

impl fmt::Display for ApiKeysError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unfit => write!(
                formatter,
                "an API key must have {MIN_BYTES} to {MAX_BYTES} visible ASCII characters"
            ),
            Self::Repeated => formatter.write_str("two API keys are the same"),
        }
    }
}

impl std::error::Error for ApiKeysError {}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "rPGL6d3cqGmhw4zMcvYf2w";

    #[test]
    fn only_a_whole_key_has_an_owner() {
        let keys = ApiKeys::new([("ci", KEY), ("backup", "U0fKbWSRkQ5oEnJxLt7aZA")]).unwrap();
        assert_eq!(keys.owner_of(KEY), Some("ci"));
        assert_eq!(keys.owner_of("U0fKbWSRkQ5oEnJxLt7aZA"), Some("backup"));
        for other in ["", &KEY[1..], &KEY.to_lowercase(), &format!("{KEY}A"), "ci"] {
            assert_eq!(keys.owner_of(other), None, "{other}");
        }
        assert_eq!(ApiKeys::new([]).unwrap().owner_of(""), None);
    }

    #[test]
    fn keys_that_can_be_guessed_or_cannot_be_sent_are_refused() {
        for key in [
            "",
            &KEY[..19],
            "a space in the middle of it",
            &"a".repeat(MAX_BYTES + 1),
        ] {
            assert_eq!(
                ApiKeys::new([("ci", key)]).unwrap_err(),
                ApiKeysError::Unfit,
                "{key}"
            );
        }
        let twice = ApiKeys::new([("ci", KEY), ("backup", KEY)]);
        assert_eq!(twice.unwrap_err(), ApiKeysError::Repeated);
    }

    #[test]
    fn debug_shows_owners_only() {
        let keys = ApiKeys::new([("ci", KEY)]).unwrap();
        assert_eq!(format!("{keys:?}"), "{\"ci\"}");
    }
}
