//! The token's first segment: written in exactly one spelling, and compared as text.
//!
//! Nothing in a foreign header is ever used. It is parsed only to log why the token was refused, and only if
//! it is short.

use serde::Deserialize;

use super::{Algorithm, KeySet, TokenError, base64url};

/// A type of our own keeps other tokens that are signed with the same key from passing as sessions (RFC 8725
/// §3.11).
const TYPE: &str = "session+jwt";

/// A foreign header longer than this is not parsed at all.
const MAX_EXPLAINED_BYTES: usize = 256;

/// The segment for a key's tokens, in base64url with its dot.
pub(super) fn encode(algorithm: Algorithm, id: Option<&str>) -> Box<str> {
    let algorithm = algorithm.name();
    let json = match id {
        Some(id) => format!(r#"{{"alg":"{algorithm}","kid":"{id}","typ":"{TYPE}"}}"#),
        None => format!(r#"{{"alg":"{algorithm}","typ":"{TYPE}"}}"#),
    };
    let mut segment = String::new();
    base64url::append(json.as_bytes(), &mut segment);
    segment.push('.');
    segment.into_boxed_str()
}

/// The members of our own headers. Any other member (`crit`, `jwk`, `jku`, `x5c`, `b64`, …) makes a header
/// foreign.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Header<'a> {
    alg: &'a str,
    #[serde(default)]
    kid: Option<&'a str>,
    #[serde(default)]
    typ: Option<&'a str>,
}

/// Why a token is refused whose header belongs to none of `keys`: the reason for the log.
pub(super) fn explain(token: &str, keys: &KeySet) -> TokenError {
    let Some((segment, _)) = token.split_once('.') else {
        return TokenError::Malformed;
    };
    let mut room = base64url::room::<MAX_EXPLAINED_BYTES>();
    let Some(json) = base64url::decode(segment.as_bytes(), &mut room) else {
        return TokenError::Header;
    };
    let Ok(header) = serde_json::from_slice::<Header<'_>>(json) else {
        return TokenError::Header;
    };
    if !keys.iter().any(|key| key.algorithm().name() == header.alg) {
        return TokenError::Algorithm;
    }
    if header.typ != Some(TYPE) {
        return TokenError::Type;
    }
    if !keys.iter().any(|key| key.id() == header.kid) {
        return TokenError::UnknownKey;
    }
    TokenError::Header
}

#[cfg(test)]
mod tests {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

    use super::*;
    use crate::token::Key;

    fn explained(json: &str) -> TokenError {
        let key = Key::hs256("cW9p3rVbHq7sY0dKxUeM2nZtLfA8gJ5w")
            .unwrap()
            .with_id("a")
            .unwrap();
        let token = format!("{}.e30.AA", URL_SAFE_NO_PAD.encode(json));
        explain(&token, &key.into())
    }

    #[test]
    fn the_header_is_written_in_one_spelling() {
        let segment = encode(Algorithm::Hs256, Some("a"));
        let json = URL_SAFE_NO_PAD
            .decode(segment.trim_end_matches('.'))
            .unwrap();
        assert_eq!(json, br#"{"alg":"HS256","kid":"a","typ":"session+jwt"}"#);
    }

    #[test]
    fn each_foreign_header_has_its_reason() {
        for (json, reason) in [
            (
                r#"{"alg":"none","kid":"a","typ":"session+jwt"}"#,
                TokenError::Algorithm,
            ),
            (
                r#"{"alg":"RS256","kid":"a","typ":"session+jwt"}"#,
                TokenError::Algorithm,
            ),
            (
                r#"{"alg":"hs256","kid":"a","typ":"session+jwt"}"#,
                TokenError::Algorithm,
            ),
            (r#"{"alg":"HS256","kid":"a","typ":"JWT"}"#, TokenError::Type),
            (r#"{"alg":"HS256","kid":"a"}"#, TokenError::Type),
            (
                r#"{"alg":"HS256","kid":"b","typ":"session+jwt"}"#,
                TokenError::UnknownKey,
            ),
            (
                r#"{"alg":"HS256","typ":"session+jwt"}"#,
                TokenError::UnknownKey,
            ),
            (
                r#"{"alg":"HS256","kid":"a","typ":"session+jwt","crit":["b64"]}"#,
                TokenError::Header,
            ),
            (
                r#"{"typ":"session+jwt","alg":"HS256","kid":"a"}"#,
                TokenError::Header,
            ),
            (r#"{"alg":1}"#, TokenError::Header),
            ("", TokenError::Header),
        ] {
            assert_eq!(explained(json), reason, "{json}");
        }
    }

    #[test]
    fn a_long_header_is_not_parsed() {
        let json = format!(r#"{{"alg":"none","kid":"{}"}}"#, "a".repeat(300));
        assert_eq!(explained(&json), TokenError::Header);
    }
}
