//! What routes depend on: who is asking.

use auth_runtime::OperationDoc;
use auth_runtime::prelude::*;
use auth_runtime::token::{Session, SessionId, TokenError, Tokens};
use tracing::Span;

use crate::domain::{Actor, Permission, User, UserId};
use crate::peer::Peer;
use crate::store::{Store, StoredSession};

/// The response header that brings the next token.
pub const REFRESH_TOKEN: &str = "refreshtoken";

/// The session of a request, and whose it is at this moment.
#[derive(Debug, Clone)]
pub struct CurrentSession {
    token: Session,
    user: User,
}

impl CurrentSession {
    /// What the session is called.
    #[must_use]
    pub fn id(&self) -> &SessionId {
        self.token.id()
    }
}

/// Verifies the bearer token and slides it.
///
/// The token says which session it is of; whether there is such a session, and whose it is, the
/// database says, at each request.
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

    response.set_default(REFRESH_TOKEN, tokens.slide(&token)?)?;
    Ok(CurrentSession { token, user })
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
    clippy::unused_async,
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
