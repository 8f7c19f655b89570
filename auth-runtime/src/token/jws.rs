//! The compact serialisation (RFC 7515 §7.1): `header.payload.signature`, each in base64url.
//!
//! Nothing is decoded before its size is known to be small, and no payload before its signature
//! is known to be ours.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

use super::{IssueError, Key, KeySet, TokenError, header};

/// The longest token that is issued or looked at, in bytes.
///
/// With `Authorization: Bearer ` it stays within 4 KiB, the limit of
/// [`bearer_token`](crate::security::bearer_token).
pub const MAX_TOKEN_BYTES: usize = 4_000;

/// The longest payload, decoded: three bytes for each four characters.
pub(super) const MAX_PAYLOAD_BYTES: usize = MAX_TOKEN_BYTES / 4 * 3;

/// An HMAC-SHA-256 tag in base64url.
const SIGNATURE_CHARACTERS: usize = 43;

/// The payload of `token`, decoded into `buffer`, if one of `keys` has signed it.
pub(super) fn open<'b>(
    token: &str,
    keys: &KeySet,
    buffer: &'b mut [u8; MAX_PAYLOAD_BYTES],
) -> Result<&'b [u8], TokenError> {
    if token.len() > MAX_TOKEN_BYTES {
        return Err(TokenError::TooLong);
    }
    let (key, rest) = find_key(token, keys)?;
    let (payload, signature) = rest.split_once('.').ok_or(TokenError::Malformed)?;
    let message = &token[..key.header().len() + payload.len()];
    check_signature(key, message, signature)?;
    decode_payload(payload, buffer)
}

/// The key whose header the token starts with, and what follows that header.
fn find_key<'k, 't>(token: &'t str, keys: &'k KeySet) -> Result<(&'k Key, &'t str), TokenError> {
    keys.iter()
        .find_map(|key| Some((key, token.strip_prefix(key.header())?)))
        .ok_or_else(|| header::explain(token, keys))
}

fn check_signature(key: &Key, message: &str, signature: &str) -> Result<(), TokenError> {
    let mut buffer = [0; SIGNATURE_CHARACTERS];
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
fn decode_payload<'b>(
    payload: &str,
    buffer: &'b mut [u8; MAX_PAYLOAD_BYTES],
) -> Result<&'b [u8], TokenError> {
    let length = URL_SAFE_NO_PAD
        .decode_slice(payload, &mut buffer[..])
        .map_err(|_| TokenError::Malformed)?;
    Ok(&buffer[..length])
}

/// The token that `key` makes of `payload`, in one allocation.
pub(super) fn seal(payload: &[u8], key: &Key) -> Result<String, IssueError> {
    let header = key.header();
    let length = header.len() + payload.len().div_ceil(3) * 4 + 1 + SIGNATURE_CHARACTERS;
    let mut token = String::with_capacity(length);
    token.push_str(header);
    URL_SAFE_NO_PAD.encode_string(payload, &mut token);
    let signature = key.sign(token.as_bytes());
    token.push('.');
    URL_SAFE_NO_PAD.encode_string(signature, &mut token);
    if token.len() > MAX_TOKEN_BYTES {
        return Err(IssueError::TooLong);
    }
    Ok(token)
}
