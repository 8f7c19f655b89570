//! The results of verifying and of signing.

use std::{fmt, sync::Arc, time::Duration};

use smallvec::SmallVec;

use super::{NoClaims, NumericDate, SessionId, TokenError, TokenId, window::Dates};

/// The session that a verified token stands for.
///
/// It can only come from [`Tokens::verify`](super::Tokens::verify): code that has a `Session` is handling a
/// request that carried a valid token. Clones are cheap and share the claims.
/// [`Debug`](fmt::Debug) shows neither the identifiers nor the application's claims.
pub struct Session<C = NoClaims> {
    verified: Arc<Verified<C>>,
    end: NumericDate,
}

/// What an accepted token says.
pub(super) struct Verified<C> {
    pub(super) subject: Subject,
    pub(super) id: SessionId,
    pub(super) token_id: TokenId,
    pub(super) dates: Dates,
    pub(super) claims: C,
}

/// The owner of a session. A text of at most 40 bytes, such as a number, a name or a UUID, is not allocated.
pub(super) struct Subject(SmallVec<[u8; 40]>);

impl Subject {
    fn as_str(&self) -> &str {
        // Never invalid: it was created from a `str`.
        str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl From<&str> for Subject {
    fn from(text: &str) -> Self {
        Self(SmallVec::from_slice(text.as_bytes()))
    }
}

impl<C> Session<C> {
    pub(super) fn new(verified: Verified<C>) -> Self {
        Self {
            end: verified.dates.end,
            verified: Arc::new(verified),
        }
    }

    /// The owner of the session (`sub`).
    #[must_use]
    pub fn subject(&self) -> &str {
        self.verified.subject.as_str()
    }

    /// The identifier of the session (`sid`): the same for all tokens of one login.
    #[must_use]
    pub fn id(&self) -> &SessionId {
        &self.verified.id
    }

    /// The identifier of the presented token (`jti`).
    #[must_use]
    pub fn token_id(&self) -> &TokenId {
        &self.verified.token_id
    }

    /// When a login started the session (`auth_time`).
    #[must_use]
    pub fn started_at(&self) -> NumericDate {
        self.verified.dates.start
    }

    /// When the presented token was issued (`iat`).
    #[must_use]
    pub fn issued_at(&self) -> NumericDate {
        self.verified.dates.issue
    }

    /// When the presented token expires (`exp`).
    #[must_use]
    pub fn expires_at(&self) -> NumericDate {
        self.verified.dates.expiry
    }

    /// The application's own claims.
    #[must_use]
    pub fn claims(&self) -> &C {
        &self.verified.claims
    }

    /// When the session ends, however much it is used: at its maximum, or earlier if its record
    /// says so ([`ending_by`](Self::ending_by)).
    #[must_use]
    pub fn ends_at(&self) -> NumericDate {
        self.end
    }

    /// The same session, ending at `end` at the latest, as a store's record says. No token that
    /// the session slides to lives longer.
    ///
    /// # Errors
    /// [`TokenError::PastSessionMaximum`] if the presented token lives longer.
    pub fn ending_by(self, end: NumericDate) -> Result<Self, TokenError> {
        if self.expires_at() > end {
            return Err(TokenError::PastSessionMaximum);
        }
        Ok(Self {
            end: self.end.min(end),
            ..self
        })
    }

    pub(super) fn dates(&self) -> Dates {
        Dates {
            end: self.end,
            ..self.verified.dates
        }
    }
}

impl<C> Clone for Session<C> {
    fn clone(&self) -> Self {
        Self {
            verified: Arc::clone(&self.verified),
            end: self.end,
        }
    }
}

impl<C> fmt::Debug for Session<C> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Session")
            .field("subject", &self.subject())
            .field("id", self.id())
            .field("token_id", self.token_id())
            .field("started_at", &self.started_at())
            .field("issued_at", &self.issued_at())
            .field("expires_at", &self.expires_at())
            .finish_non_exhaustive()
    }
}

/// A signed token, ready to be sent to its client.
///
/// Whoever has the text has the session, so [`Debug`](fmt::Debug) does not show it and there is no
/// `Display`. Responses that carry it must not be cached (`Cache-Control: no-store`).
#[derive(Clone)]
pub struct SignedToken {
    text: String,
    session_id: SessionId,
    dates: Dates,
}

impl SignedToken {
    pub(super) fn new(text: String, session_id: SessionId, dates: Dates) -> Self {
        Self {
            text,
            session_id,
            dates,
        }
    }

    /// The token: ASCII letters, digits, `-`, `_` and two dots.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The token as an owned text.
    #[must_use]
    pub fn into_string(self) -> String {
        self.text
    }

    /// The session that it belongs to (`sid`).
    #[must_use]
    pub fn session_id(&self) -> &SessionId {
        &self.session_id
    }

    /// When it was issued (`iat`).
    #[must_use]
    pub fn issued_at(&self) -> NumericDate {
        self.dates.issue
    }

    /// When it expires (`exp`).
    #[must_use]
    pub fn expires_at(&self) -> NumericDate {
        self.dates.expiry
    }

    /// When its session ends, however much it is used: record this with the session.
    #[must_use]
    pub fn session_ends_at(&self) -> NumericDate {
        self.dates.end
    }

    /// How long it lives after it was issued; in seconds, this is `expires_in` of RFC 6749 §5.1.
    #[must_use]
    pub fn expires_in(&self) -> Duration {
        self.dates.expiry.saturating_since(self.dates.issue)
    }
}

impl fmt::Debug for SignedToken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("SignedToken")
            .field("session_id", &self.session_id)
            .field("expires_at", &self.expires_at())
            .finish_non_exhaustive()
    }
}
