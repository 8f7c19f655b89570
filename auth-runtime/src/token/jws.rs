//! The compact serialisation (RFC 7515 §7.1): `header.payload.signature`, each in base64url.
//!
//! Nothing is decoded until its size is known to be small, and no payload until its signature is known to be
//! ours.

use super::{
    Algorithm, IssueError, Key, KeySet, MAX_SIGNATURE_BYTES, TokenError,
    base64url::{self, decoded_length, encoded_length},
    header,
};

/// The longest token that is issued or accepted, in bytes.
///
/// With `Authorization: Bearer ` it stays within 4 KiB, the limit of
/// [`bearer_token`](crate::security::bearer_token).
pub const MAX_TOKEN_BYTES: usize = 4_000;

/// A payload that one of our keys has signed, not decoded yet.
pub(super) struct Signed<'t>(&'t str);

/// A buffer that fits any payload.
pub(super) type Room = base64url::Room<{ decoded_length(MAX_TOKEN_BYTES) }>;

impl Signed<'_> {
    /// Decodes the payload into the caller's `room`, so that nothing is moved.
    pub(super) fn decode<'r>(&self, room: &'r mut Room) -> Result<&'r [u8], TokenError> {
        base64url::decode(self.0.as_bytes(), room).ok_or(TokenError::Malformed)
    }
}

/// The payload of `token`, if one of `keys` has signed it.
pub(super) fn open<'t>(token: &'t str, keys: &KeySet) -> Result<Signed<'t>, TokenError> {
    if token.len() > MAX_TOKEN_BYTES {
        return Err(TokenError::TooLong);
    }
    let (key, rest) = find_key(token, keys)?;
    let (payload, signature) = split(rest, key).ok_or(TokenError::Malformed)?;
    let message = &token[..key.header().len() + payload.len()];
    match check_signature(key, message, signature) {
        Ok(()) => Ok(Signed(payload)),
        Err(_) if payload.contains('.') => Err(TokenError::Malformed),
        Err(error) => Err(error),
    }
}

/// The key whose header the token starts with, and the text after that header.
fn find_key<'k, 't>(token: &'t str, keys: &'k KeySet) -> Result<(&'k Key, &'t str), TokenError> {
    keys.iter()
        .find_map(|key| Some((key, token.strip_prefix(key.header())?)))
        .ok_or_else(|| header::explain(token, keys))
}

/// Splits payload and signature. The dot is searched for only if the signature does not have the usual
/// length.
fn split<'t>(rest: &'t str, key: &Key) -> Option<(&'t str, &'t str)> {
    let characters = encoded_length(usual_signature_bytes(key));
    let place = rest.len().checked_sub(characters);
    let usual = place.and_then(|place| {
        let (payload, signature) = rest.split_at_checked(place)?;
        Some((payload.strip_suffix('.')?, signature))
    });
    usual.or_else(|| rest.rsplit_once('.'))
}

fn check_signature(key: &Key, message: &str, signature: &str) -> Result<(), TokenError> {
    let mut room = base64url::room::<MAX_SIGNATURE_BYTES>();
    let signature = base64url::decode(signature.as_bytes(), &mut room);
    let signature = signature.ok_or(TokenError::Malformed)?;
    if key.verifies(message.as_bytes(), signature) {
        Ok(())
    } else {
        Err(TokenError::Signature)
    }
}

/// The token that `key` signs for `payload`.
pub(super) fn seal(payload: &[u8], key: &Key) -> Result<String, IssueError> {
    let header = key.header();
    let mut token = String::with_capacity(capacity(key, payload));
    token.push_str(header);
    base64url::append(payload, &mut token);
    let signature = key.sign(token.as_bytes())?;
    token.push('.');
    base64url::append(&signature, &mut token);
    if token.len() > MAX_TOKEN_BYTES {
        return Err(IssueError::TooLong);
    }
    Ok(token)
}

/// Exactly the space that the token needs, except for RSA signatures, so that a header value can take over
/// the text without copying it.
fn capacity(key: &Key, payload: &[u8]) -> usize {
    let signature = encoded_length(usual_signature_bytes(key));
    key.header().len() + encoded_length(payload.len()) + 1 + signature
}

/// The length of the key's signatures, except for RSA keys, where it depends on the modulus.
fn usual_signature_bytes(key: &Key) -> usize {
    match key.algorithm() {
        Algorithm::Hs256 => 32,
        Algorithm::EdDsa | Algorithm::Es256 | Algorithm::Rs256 => 64,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(signature_bytes: usize) -> Option<TokenError> {
        let keys = Key::hs256("cW9p3rVbHq7sY0dKxUeM2nZtLfA8gJ5w").unwrap();
        let mut token = format!("{}e30.", keys.header());
        base64url::append(&vec![0; signature_bytes], &mut token);
        open(&token, &keys.into()).err()
    }

    #[test]
    fn a_signature_longer_than_any_is_not_decoded() {
        for bytes in [1, 32, 64, MAX_SIGNATURE_BYTES] {
            assert_eq!(refusal(bytes), Some(TokenError::Signature), "{bytes}");
        }
        assert_eq!(
            refusal(MAX_SIGNATURE_BYTES + 1),
            Some(TokenError::Malformed)
        );
    }
}
