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

/// The operating system returned no random bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RandomError;

impl fmt::Display for RandomError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the operating system did not provide any random bytes")
    }
}

impl std::error::Error for RandomError {}

/// A text is not an identifier, which is 22 characters of base64url that encode 16 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ParseIdError;

impl fmt::Display for ParseIdError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an identifier must be 22 characters of base64url that encode 16 bytes")
    }
}

impl std::error::Error for ParseIdError {}

/// What both identifiers are: 16 bytes, with exactly one text for each value.
macro_rules! identifier {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        ///
        /// [`Display`](fmt::Display) and [`FromStr`] use 22 characters of base64url; [`Debug`](fmt::Debug) shows a [fingerprint](Self::fingerprint), fit for a log.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; BYTES]);

        impl $name {
            /// The identifier with these bytes, as read from a database.
            #[must_use]
            pub const fn from_bytes(bytes: [u8; BYTES]) -> Self {
                Self(bytes)
            }

            /// Its bytes, as stored in a database.
            #[must_use]
            pub const fn as_bytes(&self) -> &[u8; BYTES] {
                &self.0
            }

            /// Its text form.
            pub(super) fn text(&self) -> [u8; CHARACTERS] {
                let mut text = [0; CHARACTERS];
                let _written = URL_SAFE_NO_PAD.encode(&self.0, text.as_mut_slice().as_out());
                text
            }

            /// Eight hexadecimal digits of its SHA-256: the same for the same identifier, and useless to whoever
            /// reads them in a log.
            #[must_use]
            pub fn fingerprint(&self) -> String {
                fingerprint(&self.0)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                with_text(&self.0, |text| formatter.pad(text))
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
                with_text(&self.0, |text| serializer.serialize_str(text))
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
    /// Draws a new identifier from the operating system.
    ///
    /// # Errors
    /// [`RandomError`] if the operating system returns no random bytes.
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
    /// Draws a new identifier from the operating system, which is asked once for many of them.
    ///
    /// # Errors
    /// [`RandomError`] if the operating system returns no random bytes.
    pub fn random() -> Result<Self, RandomError> {
        random::draw().map(Self)
    }
}

fn with_text<R>(bytes: &[u8; BYTES], write: impl FnOnce(&str) -> R) -> R {
    let mut buffer = [0; CHARACTERS];
    write(URL_SAFE_NO_PAD.encode_as_str(bytes, buffer.as_mut_slice().as_out()))
}

fn parse(text: &str) -> Result<[u8; BYTES], ParseIdError> {
    let mut room = base64url::room::<BYTES>();
    let bytes = base64url::decode(text.as_bytes(), &mut room).ok_or(ParseIdError)?;
    bytes.try_into().map_err(|_| ParseIdError)
}

/// Parses both identifiers of a token together: two cost little more than one.
pub(super) fn parse_both(texts: [&[u8; CHARACTERS]; 2]) -> Option<(SessionId, TokenId)> {
    let mut padded = [[ZERO_BITS; PADDED_CHARACTERS]; 2];
    padded[0][..CHARACTERS].copy_from_slice(texts[0]);
    padded[1][..CHARACTERS].copy_from_slice(texts[1]);
    let mut room = base64url::room::<{ 2 * PADDED_BYTES }>();
    let bytes = base64url::decode(padded.as_flattened(), &mut room)?;
    let ([session, token], []) = bytes.as_chunks::<PADDED_BYTES>() else {
        return None;
    };
    Some((SessionId(unpadded(session)?), TokenId(unpadded(token)?)))
}

/// An identifier and two zero bytes: whole groups of three bytes, or four characters, so that two can be
/// decoded in one go.
const PADDED_BYTES: usize = BYTES + 2;
const PADDED_CHARACTERS: usize = CHARACTERS + 2;

/// The character for six zero bits.
const ZERO_BITS: u8 = b'A';

/// The identifier, unless its last character had stray bits, which end up in the byte after it.
fn unpadded(bytes: &[u8; PADDED_BYTES]) -> Option<[u8; BYTES]> {
    match *bytes {
        [bytes @ .., 0, 0] => Some(bytes),
        _ => None,
    }
}

fn fingerprint(bytes: &[u8; BYTES]) -> String {
    let digest: [u8; 32] = Sha256::digest(bytes).into();
    let [a, b, c, d, ..] = digest;
    format!("{:08x}", u32::from_be_bytes([a, b, c, d]))
}

/// Reads an identifier in place, without allocating a `String`.
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
    fn both_of_a_token_are_read_together() {
        for _ in 0..100 {
            let (session, token) = (SessionId::random().unwrap(), TokenId::random().unwrap());
            let texts = [session.text(), token.text()];
            assert_eq!(texts[0], session.to_string().as_bytes());
            assert_eq!(parse_both(texts.each_ref()), Some((session, token)));
        }
    }

    #[test]
    fn of_both_each_is_taken_as_it_is_alone() {
        let good = [b'A'; CHARACTERS];
        for place in 0..CHARACTERS {
            for byte in 0..=127_u8 {
                let mut text = good;
                text[place] = byte;
                let alone = str::from_utf8(&text).unwrap().parse::<SessionId>();
                let first = parse_both([&text, &good]).map(|(session, _)| session);
                let second = parse_both([&good, &text]).map(|(_, token)| token.0);
                assert_eq!(first, alone.ok());
                assert_eq!(second, alone.ok().map(|id| id.0));
            }
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
