//! Keys: a secret, the algorithm that belongs to it, and its public name.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use smallvec::SmallVec;

use super::{IssueError, asymmetric::AsymmetricKey, header, weak};

const MAX_ID_BYTES: usize = 64;

/// The longest signature: that of a 4,096-bit RSA key.
pub(super) const MAX_SIGNATURE_BYTES: usize = 512;

/// A signature: all except those of RSA keys are short enough to need no allocation.
pub(super) type Signature = SmallVec<[u8; 64]>;

/// A signature algorithm of RFC 7518 §3.1.
///
/// Keys for HS256 are always available. A key for another algorithm is refused when it is loaded, unless
/// the feature with the algorithm's name is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Algorithm {
    /// HMAC with SHA-256.
    Hs256,
    /// Ed25519 (RFC 8037 §3.1). Keys for it need the feature `eddsa`.
    EdDsa,
    /// ECDSA on P-256 with SHA-256. Keys for it need the feature `es256`.
    Es256,
    /// RSASSA-PKCS1-v1_5 with SHA-256. Keys for it need the feature `rs256`.
    Rs256,
}

impl Algorithm {
    /// Its name in the header member `alg` (RFC 7518 §3.1).
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Hs256 => "HS256",
            Self::EdDsa => "EdDSA",
            Self::Es256 => "ES256",
            Self::Rs256 => "RS256",
        }
    }

    /// The feature of this crate that keys for the algorithm need, if any.
    #[must_use]
    pub const fn feature(self) -> Option<&'static str> {
        match self {
            Self::Hs256 => None,
            Self::EdDsa => Some("eddsa"),
            Self::Es256 => Some("es256"),
            Self::Rs256 => Some("rs256"),
        }
    }
}

/// A key that signs and verifies tokens.
///
/// The algorithm belongs to the key and is never taken from a token. Of an HS256 secret, only the keyed state of the
/// hash is kept. What is kept is overwritten with zeros when the key is dropped, and [`Debug`](fmt::Debug) does not
/// show it. The caller's own copy of the secret is the caller's to erase (`zeroize::Zeroizing` does that).
pub struct Key {
    id: Option<Box<str>>,
    header: Box<str>,
    secret: Secret,
}

/// What signs and verifies, by algorithm. It is prepared once, so that a signature costs no key schedule.
enum Secret {
    Hs256(Hmac<Sha256>),
    Asymmetric(Algorithm, Box<dyn AsymmetricKey>),
}

impl Key {
    /// A key for HMAC with SHA-256. The bytes are used as they are: nothing is trimmed or decoded.
    ///
    /// ```
    /// use auth_runtime::token::Key;
    ///
    /// let secret = "cW9p3rVbHq7sY0dKxUeM2nZtLfA8gJ5w";
    /// assert!(Key::hs256(secret).is_ok());
    /// assert!(Key::hs256("short").is_err());
    /// ```
    ///
    /// # Errors
    /// A [`KeyError`] if there are fewer than 32 bytes (RFC 7518 §3.2), if they are obviously not
    /// random, or if they are a known sample or placeholder.
    pub fn hs256(secret: impl AsRef<[u8]>) -> Result<Self, KeyError> {
        weak::check_secret(secret.as_ref())?;
        Self::hs256_unchecked(secret.as_ref())
    }

    /// Like [`hs256`](Self::hs256), but it also accepts the weak keys of test vectors.
    pub(super) fn hs256_unchecked(secret: &[u8]) -> Result<Self, KeyError> {
        let keyed = Hmac::new_from_slice(secret).map_err(|_| KeyError::Repetitive)?;
        Ok(Self::new(Secret::Hs256(keyed), None))
    }

    pub(super) fn asymmetric(algorithm: Algorithm, key: Box<dyn AsymmetricKey>) -> Self {
        Self::new(Secret::Asymmetric(algorithm, key), None)
    }

    /// Replaces the header that this key writes, for test vectors that others made.
    #[cfg(test)]
    pub(super) fn with_header(self, segment: &str) -> Self {
        Self {
            header: format!("{segment}.").into(),
            ..self
        }
    }

    fn new(secret: Secret, id: Option<Box<str>>) -> Self {
        let header = header::encode(secret.algorithm(), id.as_deref());
        Self { id, header, secret }
    }

    /// Gives the key a name, which its tokens carry in the header member `kid`
    /// (RFC 7515 §4.1.4). Each of several keys needs a different name.
    ///
    /// # Errors
    /// [`KeyError::Id`] unless `id` has 1 to 64 characters, all of them ASCII letters, digits or
    /// one of `-._~:`.
    pub fn with_id(self, id: &str) -> Result<Self, KeyError> {
        if !is_id(id) {
            return Err(KeyError::Id);
        }
        Ok(Self::new(self.secret, Some(id.into())))
    }

    /// The key's name, if it has one.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// The algorithm that the key is for.
    #[must_use]
    pub fn algorithm(&self) -> Algorithm {
        self.secret.algorithm()
    }

    /// Whether the key can sign. A public key can only verify.
    #[must_use]
    pub fn can_sign(&self) -> bool {
        match &self.secret {
            Secret::Hs256(_) => true,
            Secret::Asymmetric(_, key) => key.can_sign(),
        }
    }

    /// The first segment of each token that this key signs, including the dot.
    pub(super) fn header(&self) -> &str {
        &self.header
    }

    /// The signature of `message`.
    pub(super) fn sign(&self, message: &[u8]) -> Result<Signature, IssueError> {
        match &self.secret {
            Secret::Hs256(keyed) => {
                let tag = keyed.clone().chain_update(message).finalize();
                Ok(Signature::from_slice(&tag.into_bytes()))
            }
            Secret::Asymmetric(_, key) => key.sign(message),
        }
    }

    /// Whether `signature` is this key's for `message`; secrets are compared in constant time.
    pub(super) fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        match &self.secret {
            Secret::Hs256(keyed) => keyed
                .clone()
                .chain_update(message)
                .verify_slice(signature)
                .is_ok(),
            Secret::Asymmetric(_, key) => key.verifies(message, signature),
        }
    }
}

impl Secret {
    fn algorithm(&self) -> Algorithm {
        match self {
            Self::Hs256(_) => Algorithm::Hs256,
            Self::Asymmetric(algorithm, _) => *algorithm,
        }
    }
}

/// These characters need no escape in JSON, so that the header has only one spelling.
fn is_id(id: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~:".contains(&byte);
    (1..=MAX_ID_BYTES).contains(&id.len()) && id.bytes().all(allowed)
}

impl fmt::Debug for Key {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Key")
            .field("algorithm", &self.algorithm())
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

/// Why a key was refused. No message contains any part of the secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyError {
    /// Fewer bytes than RFC 7518 §3.2 requires.
    TooShort {
        /// How many bytes there are.
        bytes: usize,
    },
    /// Fewer than eight distinct bytes, or a plain sequence such as `00 01 02 …`.
    Repetitive,
    /// A secret copied from documentation, or a placeholder such as `change-me`.
    Sample,
    /// The key's name is not 1 to 64 ASCII letters, digits or `-._~:`.
    Id,
    /// Not one PEM block with a private or a public key.
    Pem,
    /// The key is malformed, not one for the algorithm, too weak, or fails its self-test.
    Rejected,
    /// Keys for this algorithm do not have this form.
    Algorithm,
    /// The key is for an algorithm whose [feature](Algorithm::feature) is not on.
    NotBuiltIn(Algorithm),
}

impl fmt::Display for KeyError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooShort { bytes } => write!(
                formatter,
                "the secret has {bytes} bytes; HS256 needs at least {} random ones",
                weak::MIN_SECRET_BYTES
            ),
            Self::Repetitive => formatter
                .write_str("the secret is not random: its bytes are repeated or in sequence"),
            Self::Sample => {
                formatter.write_str("the secret is a well-known sample or a placeholder")
            }
            Self::Id => {
                formatter.write_str("a key's name must be 1 to 64 ASCII letters, digits or `-._~:`")
            }
            Self::Pem => {
                formatter.write_str("this is not a single private or public key in PEM format")
            }
            Self::Rejected => {
                formatter.write_str("the key is malformed, too weak, or for a different algorithm")
            }
            Self::Algorithm => {
                formatter.write_str("keys for this algorithm cannot be given in this form")
            }
            Self::NotBuiltIn(algorithm) => write!(
                formatter,
                "keys for {} need the feature `{}` of auth-runtime",
                algorithm.name(),
                algorithm.feature().unwrap_or_default()
            ),
        }
    }
}

impl std::error::Error for KeyError {}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "cW9p3rVbHq7sY0dKxUeM2nZtLfA8gJ5w";

    fn signature(key: &Key) -> Signature {
        key.sign(b"message").unwrap()
    }

    #[test]
    fn debug_does_not_show_the_secret() {
        let key = Key::hs256(SECRET).unwrap().with_id("a").unwrap();
        assert_eq!(
            format!("{key:?}"),
            "Key { algorithm: Hs256, id: Some(\"a\"), .. }"
        );
    }

    #[test]
    fn names_that_json_would_escape_are_refused() {
        for id in ["", "a b", "a\"", "a\\", "é", "a\n", &"a".repeat(65)] {
            let key = Key::hs256(SECRET).unwrap();
            assert_eq!(key.with_id(id).unwrap_err(), KeyError::Id, "{id}");
        }
    }

    #[test]
    fn a_name_does_not_change_the_signature_of_a_message() {
        let plain = Key::hs256(SECRET).unwrap();
        let named = Key::hs256(SECRET).unwrap().with_id("a").unwrap();
        assert!(named.verifies(b"message", &signature(&plain)));
        assert_ne!(plain.header(), named.header());
    }

    #[test]
    fn only_the_whole_signature_verifies() {
        let key = Key::hs256(SECRET).unwrap();
        let signature = signature(&key);
        assert!(key.verifies(b"message", &signature));
        assert!(!key.verifies(b"Message", &signature));
        assert!(!key.verifies(b"message", &signature[..16]));
        assert!(!key.verifies(b"message", b""));
    }
}
