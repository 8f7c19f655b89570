//! The token of a WebSocket handshake, where a browser cannot set `Authorization`.

use http::{HeaderMap, header};

use super::bearer::{self, BearerError};
use crate::response::ResponseEdits;

/// The subprotocol under which a browser sends its token, and which the server names in its response.
const BEARER: &str = "bearer";

/// The bearer token of a request, strictly parsed (RFC 6750 §2.1).
///
/// It comes from the only `Authorization: Bearer <token>` header. A WebSocket handshake without this
/// header may send the token in its first two sub-protocols, `Sec-WebSocket-Protocol: bearer, <token>`,
/// which is all that `new WebSocket(url, ["bearer", token])` can send. A handshake is one of HTTP/1.1 (RFC 6455
/// §4.1); that of HTTP/2 (RFC 8441), which servers must turn on, is read for `Authorization` only. Nothing else
/// is ever read: no cookie, no query, no body.
///
/// ```
/// use auth_runtime::security::{BearerError, bearer_token};
/// use http::{HeaderMap, HeaderValue, header::AUTHORIZATION};
///
/// let mut headers = HeaderMap::new();
/// assert_eq!(bearer_token(&headers), Err(BearerError::Missing));
/// headers.insert(AUTHORIZATION, HeaderValue::from_static("bearer abc.def.ghi"));
/// assert_eq!(bearer_token(&headers), Ok("abc.def.ghi"));
/// ```
///
/// # Errors
///
/// [`BearerError::Missing`] when nothing was presented as a bearer token; otherwise the reason why what was
/// presented is not one.
pub fn bearer_token(headers: &HeaderMap) -> Result<&str, BearerError> {
    match bearer::bearer_token(headers) {
        Err(BearerError::Missing)
            if is_handshake(headers) && !headers.contains_key(header::AUTHORIZATION) => {}
        presented => return presented,
    }
    let mut protocols = protocols(headers)?;
    if protocols.next() != Some(BEARER) {
        return Err(BearerError::Missing);
    }
    let token = protocols.next().ok_or(BearerError::Empty)?;
    bearer::check_token(token.as_bytes())
}

/// Names the sub-protocol `bearer` in the handshake's response if the client offered it: without that, a
/// browser drops the connection. It affects only a `101`, and yields to the sub-protocol that the handler
/// chooses.
///
/// If a dependency of your own reads the token with [`bearer_token`], call this once the token is accepted:
///
/// ```
/// use auth_runtime::prelude::*;
/// use auth_runtime::security::{accept_bearer_protocol, bearer_token};
///
/// #[dependency(security = "session", errors(401))]
/// async fn check_auth(headers: &HeaderMap, response: &mut ResponseEdits) -> Result<(), HttpError> {
///     if bearer_token(headers)? != "the only token" {
///         return Err(HttpError::new(StatusCode::UNAUTHORIZED));
///     }
///     accept_bearer_protocol(headers, response);
///     Ok(())
/// }
/// ```
pub fn accept_bearer_protocol(headers: &HeaderMap, response: &mut ResponseEdits) {
    if is_handshake(headers)
        && protocols(headers).is_ok_and(|mut offered| offered.next() == Some(BEARER))
    {
        response.accept_protocol(BEARER);
    }
}

fn is_handshake(headers: &HeaderMap) -> bool {
    headers
        .get(header::UPGRADE)
        .is_some_and(|protocol| protocol.as_bytes().eq_ignore_ascii_case(b"websocket"))
}

/// The offered subprotocols, from all header lines (RFC 6455 §11.3.4).
fn protocols(headers: &HeaderMap) -> Result<impl Iterator<Item = &str>, BearerError> {
    let lines: Result<Vec<&str>, _> = headers
        .get_all(header::SEC_WEBSOCKET_PROTOCOL)
        .iter()
        .map(|line| line.to_str().map_err(|_| BearerError::Syntax))
        .collect();
    Ok(lines?
        .into_iter()
        .flat_map(|line| line.split(','))
        .map(str::trim))
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn handshake(protocols: &'static str) -> HeaderMap {
        HeaderMap::from_iter([
            (header::UPGRADE, HeaderValue::from_static("WebSocket")),
            (
                header::SEC_WEBSOCKET_PROTOCOL,
                HeaderValue::from_static(protocols),
            ),
        ])
    }

    #[test]
    fn a_browser_brings_its_token_as_the_second_protocol() {
        assert_eq!(
            bearer_token(&handshake("bearer, abc.def.ghi")),
            Ok("abc.def.ghi")
        );
        assert_eq!(
            bearer_token(&handshake("bearer,abc.def.ghi,chat")),
            Ok("abc.def.ghi")
        );
        assert_eq!(
            bearer_token(&handshake("chat, bearer, abc")),
            Err(BearerError::Missing)
        );
        assert_eq!(bearer_token(&handshake("bearer")), Err(BearerError::Empty));
        assert_eq!(
            bearer_token(&handshake("bearer, ")),
            Err(BearerError::Empty)
        );
        assert_eq!(
            bearer_token(&handshake("bearer, a\"b")),
            Err(BearerError::Syntax)
        );
    }

    #[test]
    fn the_protocol_is_not_looked_at_beside_an_authorization_header_or_without_a_handshake() {
        let mut headers = handshake("bearer, abc");
        headers.insert(
            header::AUTHORIZATION,
            HeaderValue::from_static("Basic Zm9v"),
        );
        assert_eq!(bearer_token(&headers), Err(BearerError::Missing));

        let mut headers = handshake("bearer, abc");
        headers.remove(header::UPGRADE);
        assert_eq!(bearer_token(&headers), Err(BearerError::Missing));
    }
}
