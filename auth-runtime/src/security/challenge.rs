//! The response that refuses a credential: status, challenge, problem document.

use std::fmt::Display;

use axum::response::{IntoResponse, Response};
use http::header::InvalidHeaderValue;
use http::{HeaderValue, StatusCode, header};

use super::bearer::BearerError;
use crate::problem::HttpError;
use crate::token::{IssueError, RandomError, SignedToken, TokenError};

/// What a 401 asks for (RFC 9110 §11.6.1).
#[derive(Debug, Clone, Copy)]
pub(super) enum Challenge<'a> {
    /// A bearer token (RFC 6750 §3).
    Bearer,
    /// A user and a password for a realm (RFC 7617 §2).
    Basic(&'a str),
    /// An API key; no standard names a scheme for it.
    ApiKey,
}

impl Challenge<'_> {
    /// The response if no credential was presented, or if it could not be read. The reason is for the log: it
    /// contains nothing of what was presented.
    pub(super) fn answer(self, is_missing: bool, reason: &dyn Display) -> HttpError {
        tracing::info!(%reason, "credential refused");
        if is_missing {
            self.ask()
        } else {
            self.refuse()
        }
    }

    /// The response to a wrong credential: always the same, whatever is wrong with it.
    pub(super) fn refuse(self) -> HttpError {
        let detail = match self {
            Self::Bearer => "the token is not valid, or no longer valid: log in again",
            Self::Basic(_) => "the user name or the password is wrong",
            Self::ApiKey => "the API key is not valid",
        };
        let challenge = match self {
            // RFC 6750 §3.1: an error code only if a token was presented.
            Self::Bearer => "Bearer error=\"invalid_token\"".to_owned(),
            other => other.name(),
        };
        with_challenge(challenge).detail(detail)
    }

    /// The response if nothing was presented.
    fn ask(self) -> HttpError {
        with_challenge(self.name()).nothing_presented()
    }

    fn name(self) -> String {
        match self {
            Self::Bearer => "Bearer".to_owned(),
            Self::Basic(realm) => {
                // A header value has no control characters (RFC 9110 §5.5).
                let realm = realm.replace(char::is_control, "");
                let realm = realm.replace('\\', "\\\\").replace('"', "\\\"");
                format!("Basic realm=\"{realm}\", charset=\"UTF-8\"")
            }
            Self::ApiKey => "ApiKey".to_owned(),
        }
    }
}

fn with_challenge(challenge: String) -> HttpError {
    let error = HttpError::new(StatusCode::UNAUTHORIZED);
    match HeaderValue::try_from(challenge) {
        Ok(challenge) => error.header(header::WWW_AUTHENTICATE, challenge),
        Err(_) => error,
    }
}

impl From<BearerError> for HttpError {
    fn from(error: BearerError) -> Self {
        Challenge::Bearer.answer(error.is_missing(), &error)
    }
}

impl From<TokenError> for HttpError {
    fn from(error: TokenError) -> Self {
        Challenge::Bearer.answer(false, &error)
    }
}

/// A token that expires while it is being slid is answered like one that has expired before; every other
/// reason is the server's own mistake.
impl From<IssueError> for HttpError {
    fn from(error: IssueError) -> Self {
        if matches!(error, IssueError::Expired) {
            return TokenError::Expired.into();
        }
        tracing::error!(%error, "a token could not be issued");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

impl From<RandomError> for HttpError {
    fn from(error: RandomError) -> Self {
        IssueError::from(error).into()
    }
}

/// Each of these errors is also a response: a dependency may return it as it is.
macro_rules! into_response {
    ($($error:ty),*) => {$(
        impl IntoResponse for $error {
            fn into_response(self) -> Response {
                HttpError::from(self).into_response()
            }
        }
    )*};
}

into_response!(BearerError, TokenError, IssueError, RandomError);

/// The value is sensitive: it stays out of logs, and [`ResponseEdits`](crate::ResponseEdits) keep the response that
/// they put it into out of caches. A handler that sends it itself also sends `Cache-Control: no-store`.
impl TryFrom<SignedToken> for HeaderValue {
    type Error = InvalidHeaderValue;

    fn try_from(token: SignedToken) -> Result<Self, InvalidHeaderValue> {
        let mut value = Self::try_from(token.into_string())?;
        value.set_sensitive(true);
        Ok(value)
    }
}
