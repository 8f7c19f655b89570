//! `Origin`: a web site, as browsers name it.

use std::fmt;
use std::net::Ipv6Addr;
use std::sync::Arc;

use super::Invalid;

/// Scheme, host and port of a web site, written as browsers do (RFC 6454 §6.2): in lower case, without
/// the scheme's own port, as in `https://admin.example` or `http://localhost:3000`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Origin(String);

impl Origin {
    /// Parses an origin; upper case and the scheme's own port are taken, too.
    ///
    /// # Errors
    ///
    /// [`Invalid`] when it is not the origin of exactly one site: `*`, `null`, a path, a pattern.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        check_is_one(text)?;
        let text = text.to_ascii_lowercase();
        let (scheme, rest) = text.split_once("://").ok_or(NO_SCHEME)?;
        let own_port = own_port(scheme).ok_or(NO_SCHEME)?;
        if rest.contains(['/', '?', '#', '@']) {
            return Err(MORE);
        }
        let (host, port) = split_port(rest)?;
        check_host(host)?;
        Ok(Self(match port {
            Some(port) if port != own_port => format!("{scheme}://{host}:{port}"),
            _ => format!("{scheme}://{host}"),
        }))
    }

    /// The origin as browsers write it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this is the origin of `host`, as a request's `Host` names it, under its own scheme.
    #[must_use]
    pub fn is_of_host(&self, host: &str) -> bool {
        let scheme = self.0.split("://").next().unwrap_or_default();
        Self::parse(&format!("{scheme}://{host}")).as_ref() == Ok(self)
    }
}

const NO_SCHEME: Invalid = Invalid("an origin begins with `http://` or `https://`");
const MORE: Invalid =
    Invalid("an origin is a host and a port, without a path, a trailing `/` or a user");
const NO_HOST: Invalid = Invalid("an origin must name one host, in ASCII, without patterns");
const NO_PORT: Invalid = Invalid("the port of an origin must be a number from 1 to 65535");

fn check_is_one(text: &str) -> Result<(), Invalid> {
    match text {
        "" => Err(Invalid("an origin is missing")),
        "*" => Err(Invalid(
            "`*` means every site: list each allowed origin instead",
        )),
        "null" => Err(Invalid("`null` is the origin of anyone's sandboxed page")),
        _ => Ok(()),
    }
}

fn own_port(scheme: &str) -> Option<u16> {
    match scheme {
        "http" => Some(80),
        "https" => Some(443),
        _ => None,
    }
}

fn split_port(authority: &str) -> Result<(&str, Option<u16>), Invalid> {
    let colon = authority.rfind(':');
    let Some(colon) = colon.filter(|_| !authority.ends_with(']')) else {
        return Ok((authority, None));
    };
    let (host, port) = (&authority[..colon], &authority[colon + 1..]);
    let is_number = !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
    match port.parse() {
        Ok(port) if is_number && port != 0 => Ok((host, Some(port))),
        _ => Err(NO_PORT),
    }
}

fn check_host(host: &str) -> Result<(), Invalid> {
    if let Some(address) = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'))
    {
        return address.parse::<Ipv6Addr>().map(|_| ()).map_err(|_| NO_HOST);
    }
    let is_label = |label: &str| {
        let is_of_a_name = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
        !label.is_empty() && label.bytes().all(is_of_a_name)
    };
    if host.split('.').all(is_label) {
        Ok(())
    } else {
        Err(NO_HOST)
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// The sites besides this one whose pages may use it.
#[derive(Debug, Clone, Default)]
pub struct AllowedOrigins(Arc<[Origin]>);

impl AllowedOrigins {
    /// Whether `origin` is one of them.
    #[must_use]
    pub fn contain(&self, origin: &Origin) -> bool {
        self.0.contains(origin)
    }

    /// One after the other.
    pub fn iter(&self) -> impl Iterator<Item = &Origin> {
        self.0.iter()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<Origin> for AllowedOrigins {
    fn from_iter<I: IntoIterator<Item = Origin>>(origins: I) -> Self {
        Self(origins.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> String {
        Origin::parse(text).unwrap().to_string()
    }

    #[test]
    fn there_is_one_spelling_and_it_is_the_browsers() {
        for (text, origin) in [
            ("https://admin.example", "https://admin.example"),
            ("HTTPS://Admin.Example:443", "https://admin.example"),
            ("http://admin.example:80", "http://admin.example"),
            ("http://admin.example:443", "http://admin.example:443"),
            ("http://localhost:3000", "http://localhost:3000"),
            ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
            ("http://[::1]:8000", "http://[::1]:8000"),
            ("http://[::1]", "http://[::1]"),
            (
                "https://xn--mnchen-3ya.example",
                "https://xn--mnchen-3ya.example",
            ),
        ] {
            assert_eq!(parse(text), origin);
        }
    }

    #[test]
    fn what_is_not_one_origin_is_refused() {
        for text in [
            "",
            "*",
            "null",
            "admin.example",
            "https://",
            "https://*",
            "https://*.example",
            "https://admin.example/",
            "https://admin.example/path",
            "https://admin.example?x",
            "https://admin.example#x",
            "https://user@admin.example",
            "https://admin.example:",
            "https://admin.example:0",
            "https://admin.example:65536",
            "https://admin.example:+80",
            "https://admin..example",
            "https://admin.example.",
            "https://münchen.example",
            "https://admin.example ",
            " https://admin.example",
            "https://admin.example,https://other.example",
            "https://[::1",
            "https://[x]",
            "https://::1",
            "ftp://admin.example",
            "file://admin.example",
            "https:admin.example",
        ] {
            assert!(Origin::parse(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn a_host_is_an_origins_under_its_own_scheme_and_port() {
        let is_of = |origin: &str, host: &str| Origin::parse(origin).unwrap().is_of_host(host);
        assert!(is_of("http://localhost:8000", "localhost:8000"));
        assert!(is_of("https://admin.example", "admin.example"));
        assert!(is_of("https://admin.example", "Admin.Example:443"));
        assert!(!is_of("https://admin.example", "admin.example:80"));
        assert!(!is_of(
            "https://admin.example",
            "admin.example.evil.example"
        ));
        assert!(!is_of("https://evil.example", "admin.example"));
        assert!(!is_of("https://admin.example", ""));
    }
}
