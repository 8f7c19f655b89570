//! Where a request carries its API key.

use std::{borrow::Cow, fmt};

use http::{HeaderName, header::COOKIE, request::Parts};

/// The longest API key that is accepted, in bytes.
pub(super) const MAX_BYTES: usize = 1_024;

/// Where requests carry their API key (`in` of an OpenAPI security scheme).
///
/// ```
/// use auth_runtime::security::ApiKeyLocation;
/// use http::{HeaderName, Request};
///
/// let location = ApiKeyLocation::Header(HeaderName::from_static("x-api-key"));
/// let (parts, ()) = Request::get("/").header("x-api-key", "abc").body(())?.into_parts();
/// assert_eq!(location.read(&parts)?, "abc");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ApiKeyLocation {
    /// A header of this name.
    Header(HeaderName),
    /// A parameter of this name in the query. Queries end up in logs: prefer a header.
    Query(Cow<'static, str>),
    /// A cookie of this name. Browsers send cookies by themselves: guard against CSRF.
    Cookie(Cow<'static, str>),
}

impl ApiKeyLocation {
    /// The key that a request carries here. It has not been checked against any known key yet.
    ///
    /// # Errors
    /// [`ApiKeyError::Missing`] if there is none; otherwise the reason why the value cannot be a key:
    /// there are two, it is empty, longer than 1 KiB, or has characters other than visible ASCII.
    pub fn read<'r>(&self, request: &'r Parts) -> Result<Cow<'r, str>, ApiKeyError> {
        let key = match self {
            Self::Header(name) => sole(header_values(request, name)).map(Cow::Borrowed),
            Self::Query(name) => sole(query_values(request, name)).and_then(percent_decode),
            Self::Cookie(name) => sole(cookie_values(request, name)).map(Cow::Borrowed),
        }?;
        check(&key)?;
        text(key)
    }

    /// Its name in the documentation: keys in two places are two security schemes. Names of components have
    /// fewer characters to choose from than names of cookies (OpenAPI 3.1 §4.8.7.1).
    pub(in crate::security) fn scheme_name(&self) -> String {
        let (place, name) = match self {
            Self::Header(name) => ("header", name.as_str()),
            Self::Query(name) => ("query", &**name),
            Self::Cookie(name) => ("cookie", &**name),
        };
        let is_allowed =
            |character: char| character.is_ascii_alphanumeric() || "._-".contains(character);
        let name = name.replace(|character| !is_allowed(character), "_");
        format!("{place}.{name}")
    }
}

fn header_values<'r>(request: &'r Parts, name: &HeaderName) -> impl Iterator<Item = &'r [u8]> {
    request
        .headers
        .get_all(name)
        .iter()
        .map(http::HeaderValue::as_bytes)
}

fn query_values<'r>(request: &'r Parts, name: &str) -> impl Iterator<Item = &'r [u8]> {
    let query = request.uri.query().unwrap_or_default();
    named(query.as_bytes().split(|byte| *byte == b'&'), name)
}

/// Several `Cookie` headers count as one (RFC 9113 §8.2.3).
fn cookie_values<'r>(request: &'r Parts, name: &str) -> impl Iterator<Item = &'r [u8]> {
    let headers = request.headers.get_all(COOKIE).iter();
    let pairs = headers.flat_map(|header| header.as_bytes().split(|byte| *byte == b';'));
    named(pairs.map(<[u8]>::trim_ascii), name)
}

/// The values of the `name=value` pairs with this name.
fn named<'r>(pairs: impl Iterator<Item = &'r [u8]>, name: &str) -> impl Iterator<Item = &'r [u8]> {
    pairs.filter_map(move |pair| pair.strip_prefix(name.as_bytes())?.strip_prefix(b"="))
}

fn sole<'r>(mut values: impl Iterator<Item = &'r [u8]>) -> Result<&'r [u8], ApiKeyError> {
    let value = values.next().ok_or(ApiKeyError::Missing)?;
    if values.next().is_some() {
        return Err(ApiKeyError::Repeated);
    }
    Ok(value)
}

/// `%` and two hexadecimal digits stand for a byte (RFC 3986 §2.1). A `+` stands for itself: no key contains
/// a space that it could encode.
fn percent_decode(value: &[u8]) -> Result<Cow<'_, [u8]>, ApiKeyError> {
    if !value.contains(&b'%') {
        return Ok(Cow::Borrowed(value));
    }
    let mut decoded = Vec::with_capacity(value.len());
    let mut rest = value;
    while let [first, tail @ ..] = rest {
        let (byte, tail) = if *first == b'%' {
            escaped(tail)?
        } else {
            (*first, tail)
        };
        decoded.push(byte);
        rest = tail;
    }
    Ok(Cow::Owned(decoded))
}

fn escaped(rest: &[u8]) -> Result<(u8, &[u8]), ApiKeyError> {
    let digit = |byte: u8| {
        char::from(byte)
            .to_digit(16)
            .and_then(|digit| u8::try_from(digit).ok())
    };
    let [high, low, tail @ ..] = rest else {
        return Err(ApiKeyError::Syntax);
    };
    match (digit(*high), digit(*low)) {
        (Some(high), Some(low)) => Ok((high << 4 | low, tail)),
        _ => Err(ApiKeyError::Syntax),
    }
}

/// The rules for every API key.
pub(super) fn check(key: &[u8]) -> Result<(), ApiKeyError> {
    if key.is_empty() {
        return Err(ApiKeyError::Empty);
    }
    if key.len() > MAX_BYTES {
        return Err(ApiKeyError::TooLong);
    }
    if !key.iter().all(u8::is_ascii_graphic) {
        return Err(ApiKeyError::Syntax);
    }
    Ok(())
}

/// Visible ASCII is UTF-8: this cannot fail.
fn text(key: Cow<'_, [u8]>) -> Result<Cow<'_, str>, ApiKeyError> {
    match key {
        Cow::Borrowed(key) => std::str::from_utf8(key).ok().map(Cow::Borrowed),
        Cow::Owned(key) => String::from_utf8(key).ok().map(Cow::Owned),
    }
    .ok_or(ApiKeyError::Syntax)
}

/// Why a request carries no API key.
///
/// [`Display`](fmt::Display) is one sentence for the log, without any part of the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ApiKeyError {
    /// There is none.
    Missing,
    /// There is more than one: proxies and servers might disagree about which one counts.
    Repeated,
    /// It is empty.
    Empty,
    /// It is longer than 1 KiB.
    TooLong,
    /// It has characters other than visible ASCII.
    Syntax,
}

impl fmt::Display for ApiKeyError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Missing => "no API key was presented",
            Self::Repeated => "more than one API key was presented",
            Self::Empty => "the API key is empty",
            Self::TooLong => "the API key is too long",
            Self::Syntax => "the API key contains characters that are not allowed in keys",
        })
    }
}

impl std::error::Error for ApiKeyError {}

#[cfg(test)]
mod tests {
    use http::{HeaderValue, Request};
    use proptest::prelude::*;

    use super::*;

    fn header() -> ApiKeyLocation {
        ApiKeyLocation::Header(HeaderName::from_static("x-api-key"))
    }

    fn request(uri: &str, headers: &[(&str, &[u8])]) -> Parts {
        let mut builder = Request::get(uri);
        for (name, value) in headers {
            builder = builder.header(*name, HeaderValue::from_bytes(value).unwrap());
        }
        builder.body(()).unwrap().into_parts().0
    }

    #[test]
    fn each_location_is_read_and_no_other() {
        let full = request(
            "/?a=1&key=abc&b",
            &[("x-api-key", b"def"), ("cookie", b"c=1; key=ghi")],
        );
        let [query, cookie] = [
            ApiKeyLocation::Query("key".into()),
            ApiKeyLocation::Cookie("key".into()),
        ];
        assert_eq!(header().read(&full).as_deref(), Ok("def"));
        assert_eq!(query.read(&full).as_deref(), Ok("abc"));
        assert_eq!(cookie.read(&full).as_deref(), Ok("ghi"));
        let empty = request(
            "/?Key=abc&keyx=abc",
            &[("cookie", b"akey=1; Key=2"), ("x-key", b"a")],
        );
        for location in [header(), query, cookie] {
            assert_eq!(location.read(&empty), Err(ApiKeyError::Missing));
        }
    }

    #[test]
    fn each_place_is_a_scheme_of_its_own() {
        assert_eq!(header().scheme_name(), "header.x-api-key");
        assert_eq!(
            ApiKeyLocation::Query("key".into()).scheme_name(),
            "query.key"
        );
        assert_eq!(
            ApiKeyLocation::Cookie("a key!".into()).scheme_name(),
            "cookie.a_key_"
        );
    }

    #[test]
    fn two_keys_are_refused() {
        let twice = request("/?key=a&key=a", &[("x-api-key", b"a"), ("x-api-key", b"a")]);
        assert_eq!(header().read(&twice), Err(ApiKeyError::Repeated));
        assert_eq!(
            ApiKeyLocation::Query("key".into()).read(&twice),
            Err(ApiKeyError::Repeated)
        );
        for headers in [
            vec![("cookie", &b"k=a; k=a"[..])],
            vec![("cookie", b"k=a"), ("cookie", b"k=a")],
        ] {
            let twice = request("/", &headers);
            assert_eq!(
                ApiKeyLocation::Cookie("k".into()).read(&twice),
                Err(ApiKeyError::Repeated)
            );
        }
    }

    #[test]
    fn queries_are_decoded_once() {
        let read = |query: &str| {
            let parts = request(&format!("/?key={query}"), &[]);
            ApiKeyLocation::Query("key".into())
                .read(&parts)
                .map(Cow::into_owned)
        };
        assert_eq!(read("a%2Bb%3d").as_deref(), Ok("a+b="));
        assert_eq!(read("a+b").as_deref(), Ok("a+b"));
        assert_eq!(read("%2541").as_deref(), Ok("%41"));
        assert_eq!(read(""), Err(ApiKeyError::Empty));
        for query in ["%", "%4", "%4g", "%+1", "%00", "%20", "%ff", "%C3%A9"] {
            assert_eq!(read(query), Err(ApiKeyError::Syntax), "{query}");
        }
    }

    #[test]
    fn other_characters_and_sizes_are_refused() {
        for (value, reason) in [
            (&b""[..], ApiKeyError::Empty),
            (b"a b", ApiKeyError::Syntax),
            (b"a\tb", ApiKeyError::Syntax),
            (b"\xff", ApiKeyError::Syntax),
            (&[b'a'; MAX_BYTES + 1], ApiKeyError::TooLong),
        ] {
            let parts = request("/", &[("x-api-key", value)]);
            assert_eq!(header().read(&parts), Err(reason), "{value:?}");
        }
    }

    proptest! {
        #[test]
        fn no_header_value_makes_it_panic(value in prop::collection::vec(any::<u8>(), 0..64)) {
            let Ok(value) = HeaderValue::from_bytes(&value) else { return Ok(()) };
            let bytes = value.as_bytes();
            let parts = request("/", &[("x-api-key", bytes), ("cookie", bytes)]);
            let _ = ApiKeyLocation::Cookie("a".into()).read(&parts);
            if let Ok(key) = header().read(&parts) {
                prop_assert_eq!(key.as_bytes(), bytes);
            }
        }

        #[test]
        fn every_escaped_key_is_decoded(key in "[!-~]{1,40}") {
            let escaped: String = key.bytes().fold(String::new(), |text, byte| {
                format!("{text}%{byte:02x}")
            });
            let parts = request(&format!("/?key={escaped}"), &[]);
            let read = ApiKeyLocation::Query("key".into()).read(&parts);
            prop_assert_eq!(read.as_deref(), Ok(&*key));
        }
    }
}
