//! Keys from JSON Web Keys (RFC 7517): here secrets, of the type `oct` (RFC 7518 §6.4).

use std::fmt;

use base64_simd::URL_SAFE_NO_PAD;
use serde::Deserialize;
use zeroize::Zeroizing;

use super::{Algorithm, Key, KeyError, KeySet, KeySetError};

impl Key {
    /// The key that a JSON Web Key describes. Its `kid`, if it has one, becomes the key's
    /// [`id`](Key::id).
    ///
    /// ```
    /// use auth_runtime::token::Key;
    ///
    /// let key = Key::from_jwk(
    ///     r#"{"kty":"oct","alg":"HS256","kid":"2026-10",
    ///         "k":"GawgguFyGrWKav7AX4VKUg8IHYbAqKSsaWqYqkmVvpE"}"#,
    /// )?;
    /// assert_eq!(key.id(), Some("2026-10"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// A [`JwkError`] unless `kty` is `oct`, `alg` is there and is `HS256`, `use` is absent or
    /// `sig`, `key_ops` is absent or holds `sign` and `verify`, and `k` is base64url (unpadded) of
    /// a secret that [`Key::hs256`] accepts.
    ///
    /// It may also be a public key for `EdDSA` (`OKP`), `ES256` (`EC`) or `RS256` (`RSA`), whose
    /// `key_ops` contain `verify`, if the feature of the algorithm is on (`eddsa`, `es256`, `rs256`).
    /// Otherwise it is refused with [`KeyError::NotBuiltIn`]. Private keys are read as PEM.
    pub fn from_jwk(json: &str) -> Result<Self, JwkError> {
        serde_json::from_str::<Jwk<'_>>(json)
            .map_err(|_| JwkError::Json)?
            .key()
    }
}

impl KeySet {
    /// The keys of a JWK Set (RFC 7517 §5), the first of which signs.
    ///
    /// # Errors
    /// A [`JwkError`] if any of the keys is refused by [`Key::from_jwk`], or the set by
    /// [`KeySet::new`].
    pub fn from_jwks(json: &str) -> Result<Self, JwkError> {
        let jwks: Jwks<'_> = serde_json::from_str(json).map_err(|_| JwkError::Json)?;
        let keys: Result<Vec<Key>, JwkError> = jwks.keys.iter().map(Jwk::key).collect();
        Self::new(keys?).map_err(JwkError::Set)
    }
}

/// Other members are ignored, as RFC 7517 §4 and §5 require.
#[derive(Deserialize)]
struct Jwks<'a> {
    #[serde(borrow)]
    keys: Vec<Jwk<'a>>,
}

/// The texts are slices of the source, so that no copy of the secret has to be erased.
#[derive(Deserialize)]
pub(super) struct Jwk<'a> {
    pub(super) kty: &'a str,
    alg: Option<&'a str>,
    kid: Option<&'a str>,
    #[serde(rename = "use")]
    usage: Option<&'a str>,
    #[serde(borrow)]
    key_ops: Option<Vec<&'a str>>,
    k: Option<&'a str>,
    pub(super) crv: Option<&'a str>,
    pub(super) x: Option<&'a str>,
    pub(super) y: Option<&'a str>,
    pub(super) n: Option<&'a str>,
    pub(super) e: Option<&'a str>,
    pub(super) d: Option<&'a str>,
}

impl Jwk<'_> {
    fn key(&self) -> Result<Key, JwkError> {
        let key = match self.kty {
            "oct" => self.secret_key(),
            "OKP" | "EC" | "RSA" => self.public_key(),
            _ => Err(JwkError::Type),
        }?;
        match self.kid {
            Some(id) => key.with_id(id).map_err(JwkError::Key),
            None => Ok(key),
        }
    }

    fn secret_key(&self) -> Result<Key, JwkError> {
        self.check_algorithm(Algorithm::Hs256)?;
        self.check_usage(&["sign", "verify"])?;
        let secret = decode(self.k, JwkError::Secret)?;
        Key::hs256(secret).map_err(JwkError::Key)
    }

    /// The key names its algorithm: without one, there would be a choice.
    pub(super) fn check_algorithm(&self, algorithm: Algorithm) -> Result<(), JwkError> {
        if self.alg == Some(algorithm.name()) {
            Ok(())
        } else {
            Err(JwkError::Algorithm)
        }
    }

    pub(super) fn check_usage(&self, needed: &[&str]) -> Result<(), JwkError> {
        let has_all = |operations: &Vec<&str>| {
            needed
                .iter()
                .all(|operation| operations.contains(operation))
        };
        let is_fit = self.usage.is_none_or(|usage| usage == "sig")
            && self.key_ops.as_ref().is_none_or(has_all);
        if is_fit { Ok(()) } else { Err(JwkError::Usage) }
    }
}

pub(super) fn decode(
    text: Option<&str>,
    otherwise: JwkError,
) -> Result<Zeroizing<Vec<u8>>, JwkError> {
    let text = text.ok_or(otherwise)?;
    URL_SAFE_NO_PAD
        .decode_to_vec(text)
        .map(Zeroizing::new)
        .map_err(|_| otherwise)
}

/// Why a JSON Web Key was refused. No message contains any part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum JwkError {
    /// Not a JSON object with the members of a JSON Web Key, or one of them repeated or of another
    /// type.
    Json,
    /// `kty` is not a type of key for tokens.
    Type,
    /// `alg` is missing, or is not the algorithm for keys of this type.
    Algorithm,
    /// `use` or `key_ops` say that the key is not for signing and verifying.
    Usage,
    /// `k` is missing or not base64url without padding.
    Secret,
    /// A member of the public key is missing, not unpadded base64url, or of another curve.
    Public,
    /// A private key, which must be given as PEM.
    Private,
    /// The secret, the public key or the name is refused.
    Key(KeyError),
    /// The keys do not form a set.
    Set(KeySetError),
}

impl fmt::Display for JwkError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Json => formatter.write_str("this is not a JSON Web Key"),
            Self::Type => formatter.write_str("the key's type `kty` is not supported"),
            Self::Algorithm => formatter.write_str("the key's `alg` is missing or not supported"),
            Self::Usage => formatter.write_str("the key is not for signing and verifying"),
            Self::Secret => formatter.write_str("the key's `k` is not unpadded base64url"),
            Self::Public => formatter.write_str("the members of the public key are invalid"),
            Self::Private => formatter.write_str("private asymmetric keys must be given as PEM"),
            Self::Key(error) => error.fmt(formatter),
            Self::Set(error) => error.fmt(formatter),
        }
    }
}

impl std::error::Error for JwkError {}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn jwk() -> Value {
        json!({
            "kty": "oct",
            "alg": "HS256",
            "kid": "a",
            "use": "sig",
            "key_ops": ["sign", "verify"],
            "k": "GawgguFyGrWKav7AX4VKUg8IHYbAqKSsaWqYqkmVvpE",
        })
    }

    fn with(name: &str, value: Value) -> Result<Key, JwkError> {
        let mut jwk = jwk();
        jwk[name] = value;
        Key::from_jwk(&jwk.to_string())
    }

    #[test]
    fn the_key_is_that_of_the_decoded_bytes() {
        let secret = URL_SAFE_NO_PAD
            .decode_to_vec(jwk()["k"].as_str().unwrap())
            .unwrap();
        let key = Key::from_jwk(&jwk().to_string()).unwrap();
        let signature = key.sign(b"message").unwrap();
        assert!(Key::hs256(secret).unwrap().verifies(b"message", &signature));
        assert_eq!(key.id(), Some("a"));
    }

    #[test]
    fn each_unfit_key_has_its_reason() {
        for (name, value, reason) in [
            ("kty", json!("rsa"), JwkError::Type),
            ("kty", json!(1), JwkError::Json),
            ("alg", json!(null), JwkError::Algorithm),
            ("alg", json!("none"), JwkError::Algorithm),
            ("alg", json!("HS512"), JwkError::Algorithm),
            ("alg", json!("A256GCM"), JwkError::Algorithm),
            ("use", json!("enc"), JwkError::Usage),
            ("key_ops", json!(["verify"]), JwkError::Usage),
            ("key_ops", json!([]), JwkError::Usage),
            ("k", json!(null), JwkError::Secret),
            ("k", json!("AAA="), JwkError::Secret),
            ("k", json!("A A"), JwkError::Secret),
            (
                "k",
                json!(""),
                JwkError::Key(KeyError::TooShort { bytes: 0 }),
            ),
            (
                "k",
                json!("A".repeat(43)),
                JwkError::Key(KeyError::Repetitive),
            ),
            ("kid", json!("a b"), JwkError::Key(KeyError::Id)),
        ] {
            assert_eq!(
                with(name, value.clone()).unwrap_err(),
                reason,
                "{name}: {value}"
            );
        }
        for json in ["", "[]", "null", "{}", "{\"kty\":\"oct\",\"kty\":\"oct\"}"] {
            assert_eq!(Key::from_jwk(json).unwrap_err(), JwkError::Json, "{json}");
        }
    }

    #[test]
    fn members_of_other_specifications_are_ignored() {
        assert!(with("x5t", json!("…")).is_ok());
    }

    #[test]
    fn a_set_is_refused_if_one_of_its_keys_is() {
        let mut other = jwk();
        other["kid"] = json!("b");
        let set = |keys: Value| KeySet::from_jwks(&json!({ "keys": keys }).to_string());
        assert!(set(json!([jwk(), other])).is_ok());
        other["alg"] = json!("ES256");
        assert_eq!(set(json!([jwk(), other])).unwrap_err(), JwkError::Algorithm);
        assert_eq!(
            set(json!([])).unwrap_err(),
            JwkError::Set(KeySetError::Empty)
        );
        let twice = set(json!([jwk(), jwk()])).unwrap_err();
        assert_eq!(twice, JwkError::Set(KeySetError::DuplicateId));
    }
}
