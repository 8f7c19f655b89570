//! Which names and values a response header may have, and why an edit is refused.

use axum::response::{IntoResponse, Response};
use http::{HeaderName, StatusCode, header};

use crate::problem::HttpError;

/// What can name a header in [`ResponseEdits`](crate::ResponseEdits): a [`HeaderName`], or a string
/// with a header name in any case (`"refreshtoken"`).
///
/// A lower-case `&'static str` needs no allocation; a `HeaderName` not even a check.
pub trait IntoHeaderName: sealed::Sealed {
    /// Returns the name, or an error when the string is not a field name (RFC 9110 §5.1).
    #[doc(hidden)]
    fn into_header_name(self) -> Result<HeaderName, InvalidHeader>;
}

impl IntoHeaderName for HeaderName {
    fn into_header_name(self) -> Result<HeaderName, InvalidHeader> {
        Ok(self)
    }
}

impl IntoHeaderName for &HeaderName {
    fn into_header_name(self) -> Result<HeaderName, InvalidHeader> {
        Ok(self.clone())
    }
}

impl IntoHeaderName for &'static str {
    fn into_header_name(self) -> Result<HeaderName, InvalidHeader> {
        // `from_static` uses the text as it is, without an allocation, but panics on anything that is not
        // lower case. That is checked first.
        if is_lower_case_name(self) {
            return Ok(HeaderName::from_static(self));
        }
        HeaderName::try_from(self).map_err(|_| InvalidHeader::Name)
    }
}

/// Whether `name` is a field name (RFC 9110 §5.1) without upper-case letters.
fn is_lower_case_name(name: &str) -> bool {
    !name.is_empty()
        && name.len() < usize::from(u16::MAX)
        && name
            .bytes()
            .all(|byte| IN_LOWER_CASE_NAMES[usize::from(byte)])
}

/// For each byte, whether [`is_lower_case_name`] accepts it.
const IN_LOWER_CASE_NAMES: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        table[byte as usize] = matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'!' | b'#'..=b'\'' | b'*' | b'+' | b'-' | b'.' | b'^'..=b'`' | b'|' | b'~');
        byte += 1;
    }
    table
};

/// Refuses the fields that frame a message: a wrong `Content-Length` splits the response.
pub(super) fn check_not_framing(name: &HeaderName) -> Result<(), InvalidHeader> {
    if name == header::CONTENT_LENGTH || name == header::TRANSFER_ENCODING {
        return Err(InvalidHeader::Framing);
    }
    Ok(())
}

/// Why an edit of a response header was refused. As a response it is a 500 problem, because the mistake
/// is the server's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidHeader {
    /// The name is not a field name (RFC 9110 §5.1).
    Name,
    /// The value is not a field value (RFC 9110 §5.5): it has a line break or another control character.
    Value,
    /// `Content-Length` and `Transfer-Encoding` belong to the server (RFC 9112 §6).
    Framing,
    /// The cookie is not one that RFC 6265 §4.1.1 allows.
    Cookie,
}

impl std::fmt::Display for InvalidHeader {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Self::Name => "the header name contains characters that are not allowed in field names",
            Self::Value => {
                "the header value contains characters that are not allowed in field values"
            }
            Self::Framing => "only the server can set `content-length` and `transfer-encoding`",
            Self::Cookie => "the cookie contains characters that are not allowed in cookies",
        })
    }
}

impl std::error::Error for InvalidHeader {}

impl From<InvalidHeader> for HttpError {
    fn from(error: InvalidHeader) -> Self {
        tracing::error!(%error, "a dependency created an invalid response header");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

impl IntoResponse for InvalidHeader {
    fn into_response(self) -> Response {
        HttpError::from(self).into_response()
    }
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for http::HeaderName {}
    impl Sealed for &http::HeaderName {}
    impl Sealed for &'static str {}
}

#[cfg(test)]
mod tests {
    use super::{HeaderName, IntoHeaderName, InvalidHeader, is_lower_case_name};

    /// `HeaderName::from_static` panics on what it does not accept, and accepts a `"`, which no field name
    /// contains (RFC 9110 §5.6.2). Here a `"` is refused, as `try_from` refuses it.
    #[test]
    fn the_fast_path_takes_exactly_the_bytes_of_a_field_name_in_lower_case() {
        for byte in 0..=127_u8 {
            let name = char::from(byte).to_string();
            let is_name = HeaderName::try_from(&name).is_ok() && !byte.is_ascii_uppercase();
            assert_eq!(is_lower_case_name(&name), is_name, "byte {byte}");
            assert!(
                !is_name || HeaderName::from_lowercase(name.as_bytes()).is_ok(),
                "byte {byte}"
            );
        }
    }

    #[test]
    fn upper_case_is_folded_and_no_name_is_an_error() {
        assert_eq!(
            "RefreshToken".into_header_name(),
            Ok(HeaderName::from_static("refreshtoken"))
        );
        assert_eq!("".into_header_name(), Err(InvalidHeader::Name));
        assert_eq!("no spaces".into_header_name(), Err(InvalidHeader::Name));
        assert_eq!("név".into_header_name(), Err(InvalidHeader::Name));
    }
}
