//! Reading a bearer token out of the request's headers (RFC 6750 §2.1), strictly.

use std::fmt;

use http::{HeaderMap, header::AUTHORIZATION};

/// The longest `Authorization` header that is read, in bytes.
pub const MAX_AUTHORIZATION_BYTES: usize = 4_096;

const SCHEME: &[u8; 6] = b"bearer";

/// The token of the one `Authorization: Bearer <token>` header of a request.
///
/// The scheme counts in any case (RFC 9110 §11.1), one or more spaces follow it (§11.4), and the
/// token is a `b64token` of RFC 6750 §2.1: ASCII letters, digits, `-._~+/`, then any `=`. Nothing
/// may follow. Only this header is ever read: no cookie, no query, no body.
///
/// # Errors
/// [`BearerError::Missing`] if nothing was presented that is meant as a bearer token, and else a
/// reason why what was presented cannot be one.
pub(super) fn bearer_token(headers: &HeaderMap) -> Result<&str, BearerError> {
    check_token(credentials(headers, SCHEME)?)
}

/// A `b64token` of RFC 6750 §2.1, wherever it was found.
pub(super) fn check_token(token: &[u8]) -> Result<&str, BearerError> {
    if token.len() > MAX_AUTHORIZATION_BYTES {
        return Err(BearerError::TooLong);
    }
    if token.is_empty() {
        return Err(BearerError::Empty);
    }
    if !is_b64token(token) {
        return Err(BearerError::Syntax);
    }
    // A b64token is ASCII: this cannot fail.
    std::str::from_utf8(token).map_err(|_| BearerError::Syntax)
}

/// The credentials after `scheme` in the only `Authorization` header: never empty, and without the spaces in
/// between (`credentials`, RFC 9110 §11.4).
pub(super) fn credentials<'h, const LENGTH: usize>(
    headers: &'h HeaderMap,
    scheme: &[u8; LENGTH],
) -> Result<&'h [u8], BearerError> {
    let value = authorization(headers)?;
    let (presented, rest) = value
        .split_first_chunk::<LENGTH>()
        .ok_or(BearerError::Missing)?;
    if !presented.eq_ignore_ascii_case(scheme) {
        return Err(BearerError::Missing);
    }
    match rest {
        [b' ', credentials @ ..] => after_spaces(credentials).ok_or(BearerError::Empty),
        // A scheme with a longer name.
        [byte, ..] if is_tchar(*byte) => Err(BearerError::Missing),
        [] => Err(BearerError::Empty),
        _ => Err(BearerError::Syntax),
    }
}

fn after_spaces(credentials: &[u8]) -> Option<&[u8]> {
    let spaces = credentials.iter().position(|byte| *byte != b' ')?;
    Some(&credentials[spaces..])
}

fn authorization(headers: &HeaderMap) -> Result<&[u8], BearerError> {
    let mut values = headers.get_all(AUTHORIZATION).iter();
    let value = values.next().ok_or(BearerError::Missing)?.as_bytes();
    if values.next().is_some() {
        return Err(BearerError::Repeated);
    }
    if value.len() > MAX_AUTHORIZATION_BYTES {
        return Err(BearerError::TooLong);
    }
    Ok(value)
}

/// A character of a scheme's name (`token`, RFC 9110 §5.6.2).
fn is_tchar(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

/// `1*( ALPHA / DIGIT / "-" / "." / "_" / "~" / "+" / "/" ) *"="`
///
/// This runs for every request's token: without a branch per byte, many bytes are checked at once.
fn is_b64token(token: &[u8]) -> bool {
    let symbols = token.iter().rposition(|byte| *byte != b'=');
    let symbols = symbols.map_or(&[][..], |last| &token[..=last]);
    let all = |distances, byte: &u8| distances | distance(*byte);
    !symbols.is_empty() && symbols.iter().fold(0, all) == 0
}

/// Zero for a symbol; for any other byte, its distance from one.
fn distance(byte: u8) -> u8 {
    let from_letter = (byte | 0x20).wrapping_sub(b'a').saturating_sub(25);
    // The bytes from `-` to `9` are `-./` and the digits.
    let from_digit_or_one_of_three = byte.wrapping_sub(b'-').saturating_sub(12);
    let from_others = (byte ^ b'+').min(byte ^ b'_').min(byte ^ b'~');
    from_letter.min(from_digit_or_one_of_three).min(from_others)
}

/// Why a request's headers hold no bearer token.
///
/// [`Display`](fmt::Display) is one sentence for the log, without any part of the header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BearerError {
    /// No `Authorization` header, or one of another scheme: nothing was presented. The answer is a
    /// bare challenge, without an error code (RFC 6750 §3.1).
    Missing,
    /// More than one `Authorization` header: proxies and servers might disagree about which one counts.
    Repeated,
    /// Longer than [`MAX_AUTHORIZATION_BYTES`].
    TooLong,
    /// The scheme alone.
    Empty,
    /// Not a `b64token` (RFC 6750 §2.1).
    Syntax,
}

impl BearerError {
    /// Whether nothing was presented, so that the challenge carries no error code
    /// (RFC 6750 §3.1).
    #[must_use]
    pub fn is_missing(self) -> bool {
        self == Self::Missing
    }
}

impl fmt::Display for BearerError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Missing => "no bearer token was presented",
            Self::Repeated => "there is more than one Authorization header",
            Self::TooLong => "the Authorization header is too long",
            Self::Empty => "the bearer token is empty",
            Self::Syntax => "the bearer token contains characters that are not allowed in tokens",
        })
    }
}

impl std::error::Error for BearerError {}

#[cfg(test)]
mod tests {
    use http::HeaderValue;
    use proptest::prelude::*;

    use super::*;

    fn headers(values: &[&[u8]]) -> HeaderMap {
        let pairs = values
            .iter()
            .map(|value| HeaderValue::from_bytes(value).unwrap());
        pairs.map(|value| (AUTHORIZATION, value)).collect()
    }

    fn read(value: &[u8]) -> Result<String, BearerError> {
        bearer_token(&headers(&[value])).map(str::to_owned)
    }

    #[test]
    fn the_scheme_counts_in_any_case_and_spaces_may_repeat() {
        for value in ["Bearer abc", "bearer abc", "BEARER abc", "bEaReR    abc"] {
            assert_eq!(read(value.as_bytes()).as_deref(), Ok("abc"), "{value}");
        }
    }

    #[test]
    fn the_whole_b64token_alphabet_is_accepted() {
        assert_eq!(read(b"Bearer aZ09-._~+/==").as_deref(), Ok("aZ09-._~+/=="));
    }

    #[test]
    fn no_other_byte_is_a_symbol_at_any_place() {
        for byte in 0..=u8::MAX {
            let is_symbol = byte.is_ascii_alphanumeric() || b"-._~+/".contains(&byte);
            for place in 0..40 {
                let mut token = [b'a'; 41];
                token[place] = byte;
                assert_eq!(is_b64token(&token), is_symbol, "{byte} at {place}");
            }
        }
    }

    #[test]
    fn nothing_presented_is_missing() {
        assert_eq!(bearer_token(&HeaderMap::new()), Err(BearerError::Missing));
        for value in [
            "",
            "Basic YTpi",
            "Bearerx abc",
            "abc",
            " Bearer abc",
            "Negotiate",
            "Bear abc",
        ] {
            assert_eq!(read(value.as_bytes()), Err(BearerError::Missing), "{value}");
        }
    }

    #[test]
    fn two_headers_are_refused_whatever_they_hold() {
        for values in [
            [&b"Bearer abc"[..], b"Bearer abc"],
            [b"Basic YTpi", b"Bearer abc"],
        ] {
            assert_eq!(bearer_token(&headers(&values)), Err(BearerError::Repeated));
        }
    }

    #[test]
    fn the_scheme_alone_is_empty() {
        assert_eq!(read(b"Bearer"), Err(BearerError::Empty));
        assert_eq!(read(b"Bearer  "), Err(BearerError::Empty));
    }

    #[test]
    fn other_characters_are_refused_without_a_panic() {
        for value in [
            &b"Bearer\tabc"[..],
            b"Bearer \tabc",
            b"Bearer,abc",
            b"Bearer=abc",
            b"Bearer/abc",
            b"Bearer abc def",
            b"Bearer abc ",
            b"Bearer abc, Bearer def",
            b"Bearer abc\"",
            b"Bearer a=b",
            b"Bearer ===",
            b"Bearer ab\xff",
            b"Bearer \xc3\xa9",
            b"Bearer\xff abc",
        ] {
            assert_eq!(read(value), Err(BearerError::Syntax), "{value:?}");
        }
    }

    #[test]
    fn the_length_is_limited_before_anything_else() {
        let fits = [b"Bearer ", &[b'a'; MAX_AUTHORIZATION_BYTES - 7][..]].concat();
        assert_eq!(
            read(&fits).map(|token| token.len()),
            Ok(MAX_AUTHORIZATION_BYTES - 7)
        );
        assert_eq!(read(&[&fits[..], b"a"].concat()), Err(BearerError::TooLong));
        assert_eq!(read(&[b'\xff'; 5_000]), Err(BearerError::TooLong));
    }

    #[test]
    fn other_headers_are_not_read() {
        let mut headers = HeaderMap::new();
        for name in [
            "proxy-authorization",
            "cookie",
            "x-authorization",
            "refreshtoken",
        ] {
            headers.insert(name, HeaderValue::from_static("Bearer abc"));
        }
        assert_eq!(bearer_token(&headers), Err(BearerError::Missing));
    }

    proptest! {
        #[test]
        fn whatever_is_accepted_is_in_the_header_and_has_the_syntax(
            value in prop::collection::vec(any::<u8>(), 0..64),
            meant in any::<bool>(),
        ) {
            let value = if meant { [b"Bearer ", &value[..]].concat() } else { value };
            let Ok(value) = HeaderValue::from_bytes(&value) else { return Ok(()) };
            let headers = HeaderMap::from_iter([(AUTHORIZATION, value.clone())]);
            if let Ok(token) = bearer_token(&headers) {
                prop_assert!(value.as_bytes().ends_with(token.as_bytes()));
                prop_assert!(is_b64token(token.as_bytes()));
                prop_assert!(value.as_bytes()[..6].eq_ignore_ascii_case(SCHEME));
            }
        }
    }
}
