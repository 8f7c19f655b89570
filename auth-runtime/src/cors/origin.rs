//! What an origin is, as a browser sends it (RFC 6454 §6.2).

/// Why a text is not an origin that can be allowed.
pub(super) type Reason = &'static str;

/// Checks for a scheme, a host, and a port unless it is the scheme's default.
pub(super) fn check(origin: &str, credentials: bool) -> Result<(), Reason> {
    match origin {
        "*" if credentials => {
            return Err(
                "any page could then act as the user who is logged in; list the origins, or call `.without_credentials()`",
            );
        }
        "*" => return Ok(()),
        "null" => {
            return Err(
                "every sandboxed frame and every local file has this origin, no matter whose it is",
            );
        }
        _ => {}
    }
    let (scheme, rest) = origin
        .split_once("://")
        .ok_or("it has no scheme: write `https://` before it")?;
    check_scheme(scheme)?;
    check_whole(rest)?;
    let (host, port) = split_port(rest);
    check_host(host)?;
    check_port(scheme, port)
}

fn check_scheme(scheme: &str) -> Result<(), Reason> {
    let is_scheme =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"+-.".contains(&byte);
    if scheme.is_empty() || !scheme.bytes().all(is_scheme) {
        return Err("its scheme contains characters that browsers do not send there");
    }
    Ok(())
}

fn check_whole(rest: &str) -> Result<(), Reason> {
    if rest.contains(['/', '?', '#']) {
        return Err("an origin ends after the host and the port, without a path or a trailing `/`");
    }
    if rest.contains('@') {
        return Err("an origin cannot contain a user name or a password");
    }
    if rest.contains('*') {
        return Err("origins are compared as a whole: list each of them");
    }
    Ok(())
}

/// Splits host and port; the host itself may contain colons, as in `[::1]:8000`.
fn split_port(rest: &str) -> (&str, Option<&str>) {
    let after_host = rest.rfind(']').map_or(0, |bracket| bracket + 1);
    match rest[after_host..].find(':') {
        Some(colon) => {
            let (host, port) = rest.split_at(after_host + colon);
            (host, port.strip_prefix(':'))
        }
        None => (rest, None),
    }
}

fn check_host(host: &str) -> Result<(), Reason> {
    if host.is_empty() {
        return Err("it has no host");
    }
    if host.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return Err("browsers send the host in lower case");
    }
    if let Some(address) = host.strip_prefix('[') {
        let address = address.strip_suffix(']').unwrap_or_default();
        let is_address = address.parse::<std::net::Ipv6Addr>();
        return is_address
            .map(drop)
            .map_err(|_| "its host is not an IPv6 address");
    }
    let is_host = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
    if !host.bytes().all(is_host) {
        return Err(
            "its host contains characters that browsers do not send; write an international name in its ASCII form, `xn--…`",
        );
    }
    Ok(())
}

fn check_port(scheme: &str, port: Option<&str>) -> Result<(), Reason> {
    let Some(port) = port else {
        return Ok(());
    };
    let is_number = port.bytes().all(|byte| byte.is_ascii_digit()) && !port.starts_with('0');
    if !is_number || port.parse::<u16>().is_err() {
        return Err("its port is not a number from 1 to 65535");
    }
    if matches!((scheme, port), ("https", "443") | ("http", "80")) {
        return Err("browsers leave out the default port of a scheme");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_as_browsers_send_them_are_accepted() {
        for origin in [
            "https://admin.example.org",
            "http://localhost:5173",
            "http://127.0.0.1:8000",
            "http://[::1]:8000",
            "https://xn--bcher-kva.example",
            "tauri://localhost",
            "https://my_host",
        ] {
            assert_eq!(check(origin, true), Ok(()), "{origin}");
        }
    }

    #[test]
    fn what_no_browser_sends_is_refused_with_the_reason() {
        for (origin, reason) in [
            ("", "no scheme"),
            ("admin.example.org", "no scheme"),
            ("https://", "no host"),
            ("https://admin.example.org/", "without a path"),
            ("https://admin.example.org/app", "without a path"),
            ("https://ann:secret@admin.example.org", "a user name"),
            ("https://*.example.org", "as a whole"),
            ("https://Admin.example.org", "lower case"),
            ("HTTPS://admin.example.org", "its scheme"),
            ("https://admin.example.org:443", "default port"),
            ("http://admin.example.org:80", "default port"),
            ("https://admin.example.org:", "not a number"),
            ("https://admin.example.org:0", "not a number"),
            ("https://admin.example.org:65536", "not a number"),
            ("https://admin.example.org:+1", "not a number"),
            ("https://bücher.example", "xn--"),
            (
                "https://admin.example.org,https://b.example.org",
                "without a path",
            ),
            ("https://[::1", "IPv6"),
            ("https://[::1]x:80", "IPv6"),
            ("null", "sandboxed"),
        ] {
            let refused = check(origin, false).unwrap_err();
            assert!(refused.contains(reason), "{origin}: {refused}");
        }
    }

    #[test]
    fn any_origin_is_refused_together_with_credentials_only() {
        assert_eq!(check("*", false), Ok(()));
        assert!(check("*", true).is_err());
    }
}
