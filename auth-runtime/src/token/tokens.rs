//! `Tokens`: issue, verify, slide.

use std::{
    borrow::Cow,
    fmt,
    marker::PhantomData,
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use serde::{Serialize, de::DeserializeOwned};

use super::{
    Clock, IssueError, KeySet, NoClaims, NumericDate, Session, SessionId, SignedToken, TokenError,
    TokenId, TokensBuilder, base64url,
    canonical::Opening,
    claims::{self, Claims},
    jws,
    rules::Rules,
    session::Verified,
    window::Dates,
};

/// Issues, verifies and slides the session tokens of one application.
///
/// Create it once at start-up, clone it freely (clones share everything, even the keys), and pass it to
/// handlers as axum state. `C` is the type of the application's own claims in a token; by default there
/// are none.
///
/// ```
/// use std::time::Duration;
/// use auth_runtime::token::{Key, SessionId, Tokens};
///
/// let key = Key::hs256("cW9p3rVbHq7sY0dKxUeM2nZtLfA8gJ5w")?;
/// let tokens = Tokens::builder(key)
///     .issuer("example-admin")
///     .audience("example-admin")
///     .window(Duration::from_secs(30 * 60))
///     .build()?;
///
/// let token = tokens.issue("ann", SessionId::random()?)?;         // at login
/// let session = tokens.verify(token.as_str())?;                   // at each request
/// let fresh = tokens.slide(&session)?;
/// assert_eq!(session.subject(), "ann");
/// assert!(fresh.expires_at() >= token.expires_at());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # What it does not do
///
/// A token stays valid until it expires, whatever happens to its session. If logout must be
/// effective at once, ask a [`SessionStore`](super::SessionStore) on each request.
pub struct Tokens<C = NoClaims> {
    shared: Arc<Shared>,
    claims: PhantomData<fn() -> C>,
}

/// The part that all clones share.
struct Shared {
    rules: Rules,
    opening: Opening,
    clock: Box<dyn Clock>,
    /// Written only by [`Tokens::replace_keys`]. Readers hold the lock only while they clone the `Arc`, so
    /// that a rotation never waits for a signature.
    keys: RwLock<Arc<KeySet>>,
}

impl Tokens {
    /// Starts to configure the tokens of an application, with a [`Key`](super::Key), or with a [`KeySet`]
    /// whose first key signs and whose keys all verify.
    pub fn builder(keys: impl Into<KeySet>) -> TokensBuilder {
        TokensBuilder::new(keys.into())
    }

    /// Starts a session: the first token for `subject`, valid for one window.
    ///
    /// Use a new [`SessionId`] for each login, so that no session is ever revived.
    ///
    /// # Errors
    /// [`IssueError::Subject`] if `subject` is empty, [`IssueError::TooLong`] if it is too long for
    /// a token, [`IssueError::Random`] if the system returns no random bytes, [`IssueError::CannotSign`] if
    /// the first key is a public one.
    pub fn issue(&self, subject: &str, id: SessionId) -> Result<SignedToken, IssueError> {
        self.issue_with_claims(subject, id, &NoClaims)
    }
}

impl<C> Tokens<C> {
    pub(super) fn new(rules: Rules, keys: KeySet, clock: Box<dyn Clock>) -> Self {
        let shared = Shared {
            opening: Opening::new(&rules),
            rules,
            clock,
            keys: RwLock::new(Arc::new(keys)),
        };
        Self {
            shared: Arc::new(shared),
            claims: PhantomData,
        }
    }

    /// Replaces the keys for all clones, while requests are being served.
    ///
    /// Tokens signed with a key that is not among `keys` are refused from then on. To log nobody
    /// out, keep the previous signing key as the second one.
    pub fn replace_keys(&self, keys: impl Into<KeySet>) {
        let keys = Arc::new(keys.into());
        *self
            .shared
            .keys
            .write()
            .unwrap_or_else(PoisonError::into_inner) = keys;
    }

    /// The current time in whole seconds, by the clock that decides about tokens.
    #[must_use]
    pub fn now(&self) -> NumericDate {
        self.shared.clock.now().into()
    }

    /// How long a token lives, unless the session's maximum ends it earlier.
    #[must_use]
    pub fn window(&self) -> Duration {
        self.shared.rules.window.length
    }

    /// How long a session lives, however much it is used.
    #[must_use]
    pub fn session_maximum(&self) -> Duration {
        self.shared.rules.window.maximum
    }

    /// Whether the policy given to [`TokensBuilder::sliding`] asks for a new token for this session
    /// now. This is always the case with [`Sliding::EachRequest`](super::Sliding::EachRequest).
    #[must_use]
    pub fn is_due(&self, session: &Session<C>) -> bool {
        let window = &self.shared.rules.window;
        window.is_due(session.dates(), window.slide(session.dates(), self.now()))
    }

    fn keys(&self) -> Arc<KeySet> {
        Arc::clone(
            &self
                .shared
                .keys
                .read()
                .unwrap_or_else(PoisonError::into_inner),
        )
    }
}

impl<C: Serialize + 'static> Tokens<C> {
    /// Starts a session as [`issue`](Tokens::issue) does, with the application's own `claims`,
    /// which all later tokens of the session repeat.
    ///
    /// The claims are signed, not encrypted: the client can read them.
    ///
    /// # Errors
    /// As for [`issue`](Tokens::issue), and [`IssueError::Claims`] if serde cannot write `claims`.
    pub fn issue_with_claims(
        &self,
        subject: &str,
        id: SessionId,
        claims: &C,
    ) -> Result<SignedToken, IssueError> {
        let dates = self.shared.rules.window.open(self.now());
        self.sign(subject, id, dates, claims)
    }

    /// The next token of a session: valid for one window from now, but never past the session's
    /// [end](Session::ends_at) and never shorter than the presented one, even if the clock was turned back.
    /// Session, start, subject and claims stay; the presented token stays valid to its own end.
    ///
    /// This slides whatever the policy says; [`slide_if_due`](Self::slide_if_due) follows the policy.
    ///
    /// # Errors
    /// [`IssueError::Expired`] if the session's token has expired since it was verified; otherwise as for
    /// [`issue_with_claims`](Self::issue_with_claims).
    pub fn slide(&self, session: &Session<C>) -> Result<SignedToken, IssueError> {
        let rules = &self.shared.rules;
        let now = self.now();
        if !rules.is_ahead(session.expires_at(), now) {
            return Err(IssueError::Expired);
        }
        let dates = rules.window.slide(session.dates(), now);
        self.sign(session.subject(), *session.id(), dates, session.claims())
    }

    /// The next token of a session, if the policy given to [`TokensBuilder::sliding`] asks for one
    /// now.
    ///
    /// # Errors
    /// As for [`slide`](Self::slide).
    pub fn slide_if_due(&self, session: &Session<C>) -> Result<Option<SignedToken>, IssueError> {
        if self.is_due(session) {
            self.slide(session).map(Some)
        } else {
            Ok(None)
        }
    }

    fn sign(
        &self,
        subject: &str,
        id: SessionId,
        dates: Dates,
        claims: &C,
    ) -> Result<SignedToken, IssueError> {
        if subject.is_empty() {
            return Err(IssueError::Subject);
        }
        let claims = Claims {
            iss: Cow::Borrowed(&*self.shared.rules.issuer),
            aud: Cow::Borrowed(&*self.shared.rules.audience),
            sub: Cow::Borrowed(subject),
            sid: id,
            jti: TokenId::random()?,
            auth_time: dates.start,
            iat: dates.issue,
            exp: dates.expiry,
            nbf: None,
            app: claims::written(claims),
        };
        let payload = self.shared.opening.write(&claims)?;
        let text = jws::seal(&payload, self.keys().signing())?;
        Ok(SignedToken::new(text, id, dates))
    }
}

impl<C: DeserializeOwned> Tokens<C> {
    /// The session that `token` stands for, if the token is one of ours and is valid now.
    ///
    /// The signature is checked before anything of the payload is decoded; then issuer, audience,
    /// dates and the session's maximum.
    ///
    /// # Errors
    /// A [`TokenError`] with the reason for the log.
    pub fn verify(&self, token: &str) -> Result<Session<C>, TokenError> {
        let signed = jws::open(token, &self.keys())?;
        let mut room: jws::Room = base64url::room();
        let payload = signed.decode(&mut room)?;
        let claims = self.shared.opening.read::<C>(payload)?;
        self.shared.rules.check(&claims, self.now())?;
        Ok(Session::new(Verified {
            subject: (&*claims.sub).into(),
            id: claims.sid,
            token_id: claims.jti,
            dates: Dates {
                start: claims.auth_time,
                issue: claims.iat,
                expiry: claims.exp,
                end: self.shared.rules.window.end(claims.auth_time),
            },
            claims: claims::or_null(claims.app)?,
        }))
    }
}

impl<C> Clone for Tokens<C> {
    fn clone(&self) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
            claims: PhantomData,
        }
    }
}

impl<C> fmt::Debug for Tokens<C> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Tokens")
            .field("rules", &self.shared.rules)
            .field("keys", &self.keys())
            .finish_non_exhaustive()
    }
}
