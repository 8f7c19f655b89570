//! Reading a user and a password out of the request's headers (RFC 7617), strictly.

use std::fmt;

use base64_simd::STANDARD;
use http::HeaderMap;
use zeroize::Zeroizing;

use super::bearer::{BearerError, credentials};

const SCHEME: &[u8; 5] = b"basic";

/// The user and the password of the one `Authorization: Basic <credentials>` header of a request.
///
/// The credentials are canonical base64 with its padding of `user:password` in UTF-8
/// (RFC 7617 §2.1), without control characters. The password begins after the first colon and is
/// used whole.
///
/// ```
/// use auth_runtime::security::{BasicError, basic_credentials};
/// use http::{HeaderMap, HeaderValue, header::AUTHORIZATION};
///
/// let mut headers = HeaderMap::new();
/// assert_eq!(basic_credentials(&headers).unwrap_err(), BasicError::Missing);
/// headers.insert(AUTHORIZATION, HeaderValue::from_static("Basic dGVzdDoxMjPCow=="));
/// let credentials = basic_credentials(&headers)?;
/// assert_eq!((credentials.user(), credentials.password()), ("test", "123£"));
/// # Ok::<(), BasicError>(())
/// ```
///
/// # Errors
/// [`BasicError::Missing`] if nothing was presented as Basic credentials; otherwise the reason why what
/// was presented is invalid.
pub fn basic_credentials(headers: &HeaderMap) -> Result<BasicCredentials, BasicError> {
    let encoded = credentials(headers, SCHEME)?;
    let bytes = STANDARD
        .decode_to_vec(encoded)
        .map(Zeroizing::new)
        .map_err(|_| BasicError::Syntax)?;
    let text = std::str::from_utf8(&bytes).map_err(|_| BasicError::Text)?;
    if text.contains(|character: char| character.is_ascii_control()) {
        return Err(BasicError::Text);
    }
    let (user, password) = text.split_once(':').ok_or(BasicError::Text)?;
    Ok(BasicCredentials {
        user: user.into(),
        password: Zeroizing::new(password.into()),
    })
}

/// A user and a password as presented; neither has been checked yet.
///
/// The password is overwritten with zeros when this is dropped, and [`Debug`](fmt::Debug) does not
/// show it.
#[derive(Clone)]
pub struct BasicCredentials {
    user: String,
    password: Zeroizing<String>,
}

impl BasicCredentials {
    /// The user's name; may be empty.
    #[must_use]
    pub fn user(&self) -> &str {
        &self.user
    }

    /// The password; may be empty. Verify it against a password hash, not against a plain text.
    #[must_use]
    pub fn password(&self) -> &str {
        &self.password
    }
}

impl fmt::Debug for BasicCredentials {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("BasicCredentials")
            .field("user", &self.user)
            .finish_non_exhaustive()
    }
}

/// Why a request's headers hold no Basic credentials.
///
/// [`Display`](fmt::Display) is one sentence for the log, without any part of the header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BasicError {
    /// No `Authorization` header, or one of another scheme.
    Missing,
    /// More than one `Authorization` header: proxies and servers might disagree about which one counts.
    Repeated,
    /// Longer than 4 KiB.
    TooLong,
    /// The scheme alone.
    Empty,
    /// Not base64 with its padding.
    Syntax,
    /// Not UTF-8, with control characters, or without a colon (RFC 7617 §2).
    Text,
}

impl From<BearerError> for BasicError {
    fn from(error: BearerError) -> Self {
        match error {
            BearerError::Missing => Self::Missing,
            BearerError::Repeated => Self::Repeated,
            BearerError::TooLong => Self::TooLong,
            BearerError::Empty => Self::Empty,
            BearerError::Syntax => Self::Syntax,
        }
    }
}

impl fmt::Display for BasicError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Missing => "no Basic credentials were presented",
            Self::Repeated => "there is more than one Authorization header",
            Self::TooLong => "the Authorization header is too long",
            Self::Empty => "the Basic credentials are empty",
            Self::Syntax => "the Basic credentials are not base64",
            Self::Text => "the Basic credentials are not `user:password` in UTF-8",
        })
    }
}

impl std::error::Error for BasicError {}

#[cfg(test)]
mod tests {
    use http::{HeaderValue, header::AUTHORIZATION};
    use proptest::prelude::*;

    use super::*;

    fn headers(value: &[u8]) -> HeaderMap {
        let value = HeaderValue::from_bytes(value).unwrap();
        HeaderMap::from_iter([(AUTHORIZATION, value)])
    }

    fn read(text: impl AsRef<[u8]>) -> Result<(String, String), BasicError> {
        let value = format!("Basic {}", STANDARD.encode_to_string(text));
        let credentials = basic_credentials(&headers(value.as_bytes()))?;
        Ok((
            credentials.user().to_owned(),
            credentials.password().to_owned(),
        ))
    }

    #[test]
    fn the_examples_of_rfc_7617() {
        for (value, user, password) in [
            (
                "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==",
                "Aladdin",
                "open sesame",
            ),
            ("basic dGVzdDoxMjPCow==", "test", "123£"),
        ] {
            let credentials = basic_credentials(&headers(value.as_bytes())).unwrap();
            assert_eq!(
                (credentials.user(), credentials.password()),
                (user, password)
            );
        }
    }

    #[test]
    fn only_the_first_colon_separates() {
        assert_eq!(read("a:b:c"), Ok(("a".to_owned(), "b:c".to_owned())));
        assert_eq!(read(":"), Ok((String::new(), String::new())));
    }

    #[test]
    fn other_texts_are_refused() {
        for text in [
            &b"no colon"[..],
            b"",
            b"a:\0",
            b"a\n:b",
            b"a:b\x7f",
            b"a:\xff",
            b"a:\xc3",
        ] {
            let refused = if text.is_empty() {
                BasicError::Empty
            } else {
                BasicError::Text
            };
            assert_eq!(read(text), Err(refused), "{text:?}");
        }
    }

    #[test]
    fn other_headers_are_refused() {
        for (value, reason) in [
            (&b"Bearer QTpi"[..], BasicError::Missing),
            (b"Basic", BasicError::Empty),
            (b"Basic QTpi QTpi", BasicError::Syntax),
            (b"Basic QTpiYw", BasicError::Syntax),
            (b"Basic QTpi=", BasicError::Syntax),
            (b"Basic QTpi\xff", BasicError::Syntax),
            (b"Basic QTpiY1==", BasicError::Syntax),
            (b"Basic\tQTpi", BasicError::Syntax),
            (&[b'a'; 5_000], BasicError::TooLong),
        ] {
            assert_eq!(
                basic_credentials(&headers(value)).unwrap_err(),
                reason,
                "{value:?}"
            );
        }
        let mut twice = headers(b"Basic QTpi");
        twice.append(AUTHORIZATION, HeaderValue::from_static("Basic QTpi"));
        assert_eq!(basic_credentials(&twice).unwrap_err(), BasicError::Repeated);
    }

    #[test]
    fn debug_does_not_show_the_password() {
        let credentials = basic_credentials(&headers(b"Basic YW5uOnNlY3JldA==")).unwrap();
        assert_eq!(
            format!("{credentials:?}"),
            "BasicCredentials { user: \"ann\", .. }"
        );
    }

    proptest! {
        #[test]
        fn every_user_and_password_comes_back(
            user in "[^:\\x00-\\x1f\\x7f]{0,40}",
            password in "[^\\x00-\\x1f\\x7f]{0,40}",
        ) {
            prop_assert_eq!(read(format!("{user}:{password}")), Ok((user, password)));
        }
    }
}
