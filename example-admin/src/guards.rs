//! What routes depend on: who is asking.

use auth_runtime::OperationDoc;
use auth_runtime::prelude::*;
use auth_runtime::security::{REFRESH_TOKEN, accept_bearer_protocol};
use auth_runtime::token::{NumericDate, Session, SessionId, TokenError, Tokens};
use tracing::Span;

use crate::domain::{Actor, AllowedOrigins, Origin, Permission, User, UserId};
use crate::peer::Peer;
use crate::store::{Store, StoreError, StoredSession};

/// The session of a request, and whose it is at this moment.
#[derive(Debug, Clone)]
pub struct CurrentSession {
    token: Session,
    user: User,
    ends_at: NumericDate,
}

impl CurrentSession {
    /// What the session is called.
    #[must_use]
    pub fn id(&self) -> &SessionId {
        self.token.id()
    }

    /// Whose it is.
    #[must_use]
    pub fn user(&self) -> &User {
        &self.user
    }

    /// When it ends, unless it is used again: when the token expires that this request is answered
    /// with.
    #[must_use]
    pub fn ends_at(&self) -> NumericDate {
        self.ends_at
    }

    /// Whether it is still there, and still this user's.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database fails.
    pub async fn is_alive(&self, store: &Store) -> Result<bool, StoreError> {
        let stored = store.session(self.id()).await?;
        Ok(owner(&self.token, stored).is_ok())
    }
}

/// Verifies the bearer token and slides it.
///
/// The token says which session it is of; whether there is such a session, and whose it is, the
/// database says, at each request. A WebSocket's handshake may bring the token as a sub-protocol. An
/// answer to `OPTIONS` brings no new one.
#[dependency(security = "session", sets("refreshtoken"), errors(401, 503))]
pub async fn check_auth(
    request: &Parts,
    response: &mut ResponseEdits,
    State(tokens): State<Tokens>,
    State(store): State<Store>,
) -> Result<CurrentSession, HttpError> {
    let token = tokens.verify(bearer_token(&request.headers)?)?;
    let stored = store.session(token.id()).await?;
    let user = owner(&token, stored)?;
    note_in_the_log(&token, &user);

    accept_bearer_protocol(&request.headers, response);
    let next = tokens.slide(&token)?;
    let ends_at = next.expires_at();
    if request.method != Method::OPTIONS {
        response.set_default(REFRESH_TOKEN, next)?;
    }
    Ok(CurrentSession {
        token,
        user,
        ends_at,
    })
}

/// The user who is asking, with the permissions of this moment.
#[dependency]
pub async fn current_user(#[depends(check_auth)] session: CurrentSession) -> User {
    session.user
}

/// Whoever is asking, as the audit log names him.
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

/// Lets those pass who have a permission.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Can(pub Permission);

#[dependency(errors(403))]
#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the signatures are auth-runtime's"
)]
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

/// Lets pages pass that are of this site or of an allowed one, and whoever is no page.
///
/// Browsers ask nobody before they open a WebSocket, and say only in `Origin` which page wants it. This
/// site is the host that the request names, over whichever scheme: TLS may end before it.
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
    tracing::warn!("a page of another origin was refused");
    Err(HttpError::new(StatusCode::FORBIDDEN).detail("pages of this origin are not let in"))
}

/// Lets bodies pass that are not larger than so many bytes, as far as the head says.
///
/// A body that does not say how large it is, or lies, is cut off by axum's `DefaultBodyLimit` while it
/// is read. This guard is for those who ask first (`Expect: 100-continue`).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BodyOfAtMost(pub u64);

#[dependency(errors(413))]
#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the signature is auth-runtime's"
)]
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

/// Whose session a verified token is of, if it still is.
fn owner(token: &Session, stored: Option<StoredSession>) -> Result<User, TokenError> {
    let StoredSession { ends_at, user } = stored.ok_or(TokenError::SessionEnded)?;
    if UserId::from_subject(token.subject()) != Some(user.id) {
        return Err(TokenError::SessionEnded);
    }
    if token.expires_at() > ends_at {
        return Err(TokenError::PastSessionMaximum);
    }
    Ok(user)
}

/// From here on, all log lines of the request say who is asking.
fn note_in_the_log(token: &Session, user: &User) {
    let span = Span::current();
    span.record("user", user.username.as_str());
    span.record("session", token.id().fingerprint());
}
