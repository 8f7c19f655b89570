//! A cookie as a header value that cannot be read as more than one cookie.

use cookie::Cookie;
use http::HeaderValue;

use super::header::InvalidHeader;

/// The value of `Set-Cookie`, or an error for a cookie that RFC 6265 §4.1.1 does not allow: a `;`
/// that came in with a value would be read as the start of an attribute.
pub(super) fn header_value(cookie: &Cookie<'_>) -> Result<HeaderValue, InvalidHeader> {
    let mut attributes = [cookie.path(), cookie.domain()].into_iter().flatten();
    if !is_name(cookie.name()) || !is_value(cookie.value()) || !attributes.all(is_attribute) {
        return Err(InvalidHeader::Cookie);
    }
    let mut value = HeaderValue::try_from(cookie.to_string()).map_err(|_| InvalidHeader::Cookie)?;
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

#[cfg(test)]
mod tests {
    use super::*;

    /// `cookie-octet`, as RFC 6265 §4.1.1 writes it.
    fn is_cookie_octet(byte: u8) -> bool {
        matches!(byte, 0x21 | 0x23..=0x2b | 0x2d..=0x3a | 0x3c..=0x5b | 0x5d..=0x7e)
    }

    #[test]
    fn a_value_has_exactly_the_characters_of_the_standard() {
        for byte in 0..=127 {
            let text = char::from(byte).to_string();
            assert_eq!(is_value(&text), is_cookie_octet(byte), "byte {byte}");
        }
        assert!(!is_value("é"));
    }

    #[test]
    fn a_value_may_stand_in_quotes_that_are_closed() {
        assert!(is_value("\"\"") && is_value("\"abc\""));
        assert!(
            !is_value("\"") && !is_value("\"abc") && !is_value("a\"\"b") && !is_value("\"\"\"")
        );
    }

    #[test]
    fn a_name_has_exactly_the_characters_of_a_header_name() {
        for byte in 0..=127 {
            let text = char::from(byte).to_string();
            let is_header_name = http::HeaderName::try_from(&text).is_ok();
            assert_eq!(is_name(&text), is_header_name, "byte {byte}");
        }
        assert!(!is_name(""));
    }

    #[test]
    fn an_attribute_ends_at_no_character_of_its_own() {
        assert!(is_attribute("/a b") && is_attribute(""));
        assert!(!is_attribute("/; Secure") && !is_attribute("/\r\n") && !is_attribute("/\t"));
    }
}
