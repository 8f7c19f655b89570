//! A cookie as a header value that nobody can read as more than one cookie.

use cookie::Cookie;
use http::HeaderValue;

use super::header::InvalidHeader;

/// The value of `Set-Cookie`, or an error for a cookie that RFC 6265 §4.1.1 does not allow: a `;`
/// that came in with a value would be read as the start of an attribute.
pub(super) fn header_value(cookie: &Cookie<'_>) -> Result<HeaderValue, InvalidHeader> {
    let mut attributes = [cookie.path(), cookie.domain()].into_iter().flatten();
    if !is_name(cookie.name())
        || !is_value(cookie.value())
        || !attributes.all(is_attribute)
    {
        return Err(InvalidHeader::Cookie);
    }
    let mut value =
        HeaderValue::try_from(cookie.to_string()).map_err(|_| InvalidHeader::Cookie)?;
    value.set_sensitive(cookie.http_only() == Some(true));
    Ok(value)
}

/// `token` (RFC 9110 §5.6.2).
fn is_name(name: &str) -> bool {
    let is_symbol = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !name.is_empty() && name.bytes().all(is_symbol)
}

/// `*cookie-octet`, which may stand in double quotes.
fn is_value(value: &str) -> bool {
    let quoted = value
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    quoted
        .unwrap_or(value)
        .bytes()
        .all(|byte| byte.is_ascii_graphic() && !b"\",;\\".contains(&byte))
}

/// Any character but a control character and `;`.
fn is_attribute(value: &str) -> bool {
    value
        .bytes()
        .all(|byte| (byte.is_ascii_graphic() || byte == b' ') && byte != b';')
}
