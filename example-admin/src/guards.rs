//! What routes depend on: the caller.

use auth_runtime::OperationDoc;
use auth_runtime::prelude::*;
use auth_runtime::security::{InState, LiveSession, SlidingSession};
use auth_runtime::token::{NoClaims, Tokens};
use tracing::Span;

use crate::domain::{Actor, AllowedOrigins, Origin, Permission, User};
use crate::peer::Peer;
use crate::store::Store;

/// The session of a request, with its owner at this moment.
pub type CurrentSession = LiveSession<NoClaims, User>;

/// Verifies the bearer token, asks the database whether its session is alive and who owns it, and slides
/// the token.
type Auth = SlidingSession<NoClaims, InState<Store>>;

/// Admits users who are logged in. From here on, all log lines of the request name the user.
#[dependency]
pub fn check_auth(#[depends(Auth::new())] session: CurrentSession) -> CurrentSession {
    let span = Span::current();
    span.record("user", session.owner().username.as_str());
    span.record("session", session.id().fingerprint());
    session
}

/// The user who sent the request, with that user's permissions at this moment.
#[dependency]
pub async fn current_user(#[depends(check_auth)] session: CurrentSession) -> User {
    session.into_owner()
}

/// The caller, as the audit log names them.
#[dependency]
pub async fn actor(
    #[depends(current_user)] user: User,
    Peer(address): Peer,
    State(tokens): State<Tokens>,
) -> Actor {
    Actor {
        username: user.username,
        at: tokens.now(),
        address,
    }
}

/// Admits users who have a permission.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Can(pub Permission);

#[dependency(errors(403))]
impl Can {
    async fn call(
        &self,
        #[depends(current_user)] user: User,
        response: &mut ResponseEdits,
    ) -> Result<(), HttpError> {
        if user.permissions.allow(self.0) {
            return Ok(());
        }
        tracing::info!(permission = %self.0, "permission refused");
        // RFC 6750 §3.1.
        let challenge = format!("Bearer error=\"insufficient_scope\", scope=\"{}\"", self.0);
        response.insert(header::WWW_AUTHENTICATE, challenge)?;
        Err(HttpError::new(StatusCode::FORBIDDEN)
            .detail(format!("this needs the permission {}", self.0)))
    }

    fn describe(&self, operation: &mut OperationDoc) {
        operation.note(format!("Needs the permission `{}`.", self.0));
    }
}

/// Admits pages of this site or of an allowed one, and clients that are not pages.
///
/// Browsers open a WebSocket without asking first, and only `Origin` says which page wants it. This
/// site is the host that the request names, under either scheme, because TLS may end before it.
#[dependency(errors(403))]
pub async fn trusted_origin(
    headers: &HeaderMap,
    State(allowed): State<AllowedOrigins>,
) -> Result<(), HttpError> {
    let mut origins = headers.get_all(header::ORIGIN).iter();
    let Some(origin) = origins.next() else {
        return Ok(());
    };
    let origin = origin
        .to_str()
        .ok()
        .and_then(|text| Origin::parse(text).ok());
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    let is_trusted = origin.is_some_and(|origin| {
        allowed.contain(&origin) || host.is_some_and(|host| origin.is_of_host(host))
    });
    if is_trusted && origins.next().is_none() {
        return Ok(());
    }
    tracing::warn!("refused a page from another origin");
    Err(HttpError::new(StatusCode::FORBIDDEN).detail("pages from this origin are not allowed"))
}

/// Admits bodies that are not larger than this number of bytes, as far as the head says.
///
/// A body that does not say how large it is, or lies, is cut off by axum's `DefaultBodyLimit` while it
/// is read. This guard is for clients that ask first (`Expect: 100-continue`).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BodyOfAtMost(pub u64);

#[dependency(errors(413))]
impl BodyOfAtMost {
    fn call(&self, headers: &HeaderMap) -> Result<(), HttpError> {
        let declared = headers.get(header::CONTENT_LENGTH);
        let declared = declared.and_then(|length| length.to_str().ok()?.parse().ok());
        if declared.is_some_and(|length: u64| length > self.0) {
            return Err(HttpError::new(StatusCode::PAYLOAD_TOO_LARGE));
        }
        Ok(())
    }
}
