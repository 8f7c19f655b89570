//! The compact serialisation (RFC 7515 §7.1): `header.payload.signature`, each in base64url.
//!
//! Nothing is decoded before its size is known to be small, and no payload before its signature
//! is known to be ours.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use smallvec::SmallVec;

use super::{Algorithm, IssueError, Key, KeySet, MAX_SIGNATURE_BYTES, TokenError, header};

/// The longest token that is issued or looked at, in bytes.
///
/// With `Authorization: Bearer ` it stays within 4 KiB, the limit of
/// [`bearer_token`](crate::security::bearer_token).
pub const MAX_TOKEN_BYTES: usize = 4_000;

/// A payload, decoded: most are short enough not to be allocated.
pub(super) type Payload = SmallVec<[u8; 512]>;

/// The longest signature in base64url.
const MAX_SIGNATURE_CHARACTERS: usize = characters(MAX_SIGNATURE_BYTES);

/// The payload of `token`, if one of `keys` has signed it.
pub(super) fn open(token: &str, keys: &KeySet) -> Result<Payload, TokenError> {
    if token.len() > MAX_TOKEN_BYTES {
        return Err(TokenError::TooLong);
    }
    let (key, rest) = find_key(token, keys)?;
    let (payload, signature) = rest.split_once('.').ok_or(TokenError::Malformed)?;
    let message = &token[..key.header().len() + payload.len()];
    check_signature(key, message, signature)?;
    decode_payload(payload)
}

/// The key whose header the token starts with, and what follows that header.
fn find_key<'k, 't>(token: &'t str, keys: &'k KeySet) -> Result<(&'k Key, &'t str), TokenError> {
    keys.iter()
        .find_map(|key| Some((key, token.strip_prefix(key.header())?)))
        .ok_or_else(|| header::explain(token, keys))
}

fn check_signature(key: &Key, message: &str, signature: &str) -> Result<(), TokenError> {
    let mut buffer = [0; MAX_SIGNATURE_CHARACTERS];
    let length = URL_SAFE_NO_PAD
        .decode_slice(signature, &mut buffer)
        .map_err(|_| TokenError::Malformed)?;
    if key.verifies(message.as_bytes(), &buffer[..length]) {
        Ok(())
    } else {
        Err(TokenError::Signature)
    }
}

/// Strict: no padding, no foreign character, no stray bits in the last one.
fn decode_payload(encoded: &str) -> Result<Payload, TokenError> {
    let mut payload = Payload::from_elem(0, encoded.len().div_ceil(4) * 3);
    let length = URL_SAFE_NO_PAD
        .decode_slice(encoded, &mut payload)
        .map_err(|_| TokenError::Malformed)?;
    payload.truncate(length);
    Ok(payload)
}

/// The token that `key` makes of `payload`.
pub(super) fn seal(payload: &[u8], key: &Key) -> Result<String, IssueError> {
    let header = key.header();
    let mut token = String::with_capacity(capacity(key, payload));
    token.push_str(header);
    URL_SAFE_NO_PAD.encode_string(payload, &mut token);
    let mut buffer = [0; MAX_SIGNATURE_BYTES];
    let signature = key.sign(token.as_bytes(), &mut buffer)?;
    token.push('.');
    URL_SAFE_NO_PAD.encode_string(signature, &mut token);
    if token.len() > MAX_TOKEN_BYTES {
        return Err(IssueError::TooLong);
    }
    Ok(token)
}

/// Exactly what the token needs, but for RSA signatures: a header's value then takes the text over as
/// it is.
fn capacity(key: &Key, payload: &[u8]) -> usize {
    let signature_bytes = match key.algorithm() {
        Algorithm::Hs256 => 32,
        Algorithm::EdDsa | Algorithm::Es256 | Algorithm::Rs256 => 64,
    };
    key.header().len() + characters(payload.len()) + 1 + characters(signature_bytes)
}

/// The length of so many bytes in base64url.
const fn characters(bytes: usize) -> usize {
    (bytes * 4).div_ceil(3)
}
