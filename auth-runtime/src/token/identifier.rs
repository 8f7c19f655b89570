//! Random identifiers of sessions (`sid`) and of tokens (`jti`, RFC 7519 §4.1.7): 128 bits, written as 22 characters of base64url.

use std::{fmt, str::FromStr};

use base64_simd::{AsOut, URL_SAFE_NO_PAD};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use sha2::{Digest, Sha256};

use super::{
    base64url,
    random::{self, BYTES},
};

pub(super) const CHARACTERS: usize = 22;

/// The operating system gave no random bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RandomError;

impl fmt::Display for RandomError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the operating system gave no random bytes")
    }
}

impl std::error::Error for RandomError {}

/// A text is not an identifier: 22 characters of base64url that stand for 16 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ParseIdError;

impl fmt::Display for ParseIdError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an identifier is 22 characters of base64url that stand for 16 bytes")
    }
}

impl std::error::Error for ParseIdError {}

/// What both identifiers are: 16 bytes, one text for each value and one value for each text.
macro_rules! identifier {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        ///
        /// [`Display`](fmt::Display) and [`FromStr`] use 22 characters of base64url; [`Debug`](fmt::Debug) shows a [fingerprint](Self::fingerprint), fit for a log.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; BYTES]);

        impl $name {
            /// The identifier that these bytes are, as read from a database.
            #[must_use]
            pub const fn from_bytes(bytes: [u8; BYTES]) -> Self {
                Self(bytes)
            }

            /// Its bytes, as stored in a database.
            #[must_use]
            pub const fn as_bytes(&self) -> &[u8; BYTES] {
                &self.0
            }

            /// Gives its text to `use_text`.
            pub(super) fn with_text<R>(&self, use_text: impl FnOnce(&str) -> R) -> R {
                with_text(&self.0, use_text)
            }

            /// Eight hexadecimal digits of its SHA-256: the same for the same identifier, and of no use to whoever reads them in a log.
            #[must_use]
            pub fn fingerprint(&self) -> String {
                fingerprint(&self.0)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.with_text(|text| formatter.pad(text))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(formatter, concat!(stringify!($name), "(#{})"), self.fingerprint())
            }
        }

        impl FromStr for $name {
            type Err = ParseIdError;

            fn from_str(text: &str) -> Result<Self, ParseIdError> {
                parse(text).map(Self)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.with_text(|text| serializer.serialize_str(text))
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_str(IdentifierVisitor).map(Self)
            }
        }
    };
}

identifier! {
    /// Names a session: all tokens of one login carry the same one (claim `sid`).
    SessionId
}

impl SessionId {
    /// Draws a new one from the operating system.
    ///
    /// # Errors
    /// [`RandomError`] if the operating system has no random bytes to give.
    pub fn random() -> Result<Self, RandomError> {
        let mut bytes = [0; BYTES];
        getrandom::fill(&mut bytes).map_err(|_| RandomError)?;
        Ok(Self(bytes))
    }
}

identifier! {
    /// Names a single token: each [`issue`](super::Tokens::issue) and each [`slide`](super::Tokens::slide) draws another (claim `jti`).
    TokenId
}

impl TokenId {
    /// Draws a new one from the operating system, which is asked once for many of them.
    ///
    /// # Errors
    /// [`RandomError`] if the operating system has no random bytes to give.
    pub fn random() -> Result<Self, RandomError> {
        random::draw().map(Self)
    }
}

fn with_text<R>(bytes: &[u8; BYTES], write: impl FnOnce(&str) -> R) -> R {
    let mut buffer = [0; CHARACTERS];
    write(URL_SAFE_NO_PAD.encode_as_str(bytes, buffer.as_mut_slice().as_out()))
}

fn parse(text: &str) -> Result<[u8; BYTES], ParseIdError> {
    if text.len() != CHARACTERS {
        return Err(ParseIdError);
    }
    let mut bytes = [0; BYTES];
    base64url::decode(text, &mut bytes).ok_or(ParseIdError)?;
    Ok(bytes)
}

fn fingerprint(bytes: &[u8; BYTES]) -> String {
    let digest: [u8; 32] = Sha256::digest(bytes).into();
    let [a, b, c, d, ..] = digest;
    format!("{:08x}", u32::from_be_bytes([a, b, c, d]))
}

/// Reads an identifier where it stands, without a `String` in between.
struct IdentifierVisitor;

impl de::Visitor<'_> for IdentifierVisitor {
    type Value = [u8; BYTES];

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("22 characters of base64url")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
        parse(text).map_err(E::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_value_are_one_to_one() {
        let id = SessionId::random().unwrap();
        assert_eq!(id.to_string().len(), CHARACTERS);
        assert_eq!(id.to_string().parse(), Ok(id));
    }

    #[test]
    fn two_are_never_equal() {
        assert_ne!(TokenId::random().unwrap(), TokenId::random().unwrap());
    }

    #[test]
    fn stray_bits_padding_and_foreign_characters_are_refused() {
        let stray = "AAAAAAAAAAAAAAAAAAAAAB";
        for text in [
            "",
            "AA",
            "AAAAAAAAAAAAAAAAAAAAAA==",
            "AAAAAAAAAAAAAAAAAAAA==",
            "AAAAAAAAAAA+AAAAAAAAAA",
            stray,
        ] {
            assert_eq!(text.parse::<SessionId>(), Err(ParseIdError), "{text}");
        }
    }

    #[test]
    fn debug_does_not_show_the_identifier() {
        let id = SessionId::from_bytes([7; BYTES]);
        let shown = format!("{id:?}");
        assert!(!shown.contains(&id.to_string()));
        assert_eq!(shown, format!("SessionId(#{})", id.fingerprint()));
    }
}
