//! The refusal of a credential as an answer: status, challenge, problem document.

use http::header::InvalidHeaderValue;
use http::{HeaderValue, StatusCode, header};

use super::bearer::BearerError;
use crate::problem::HttpError;
use crate::token::{IssueError, RandomError, SignedToken, TokenError};

/// The one sentence for every token that is not accepted: a client learns nothing of why.
const INVALID: &str = "the token is not valid, or not any more: log in again";

/// RFC 6750 §3.1: no error code where nothing was presented, `invalid_token` where a token was.
const NOTHING_PRESENTED: HeaderValue = HeaderValue::from_static("Bearer");
const INVALID_TOKEN: HeaderValue = HeaderValue::from_static("Bearer error=\"invalid_token\"");

impl From<BearerError> for HttpError {
    fn from(error: BearerError) -> Self {
        tracing::info!(%error, "no bearer token");
        if error == BearerError::Missing {
            return Self::new(StatusCode::UNAUTHORIZED)
                .header(header::WWW_AUTHENTICATE, NOTHING_PRESENTED)
                .nothing_presented();
        }
        invalid_token()
    }
}

impl From<TokenError> for HttpError {
    fn from(error: TokenError) -> Self {
        tracing::info!(%error, "token refused");
        invalid_token()
    }
}

/// A token that expired while it was being slid is answered like one that had expired before; every
/// other reason is the server's own mistake.
impl From<IssueError> for HttpError {
    fn from(error: IssueError) -> Self {
        if matches!(error, IssueError::Expired) {
            return TokenError::Expired.into();
        }
        tracing::error!(%error, "no token can be issued");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

impl From<RandomError> for HttpError {
    fn from(error: RandomError) -> Self {
        IssueError::from(error).into()
    }
}

fn invalid_token() -> HttpError {
    HttpError::new(StatusCode::UNAUTHORIZED)
        .detail(INVALID)
        .header(header::WWW_AUTHENTICATE, INVALID_TOKEN)
}

/// A sensitive value: it stays out of logs, and keeps the response out of caches.
impl TryFrom<SignedToken> for HeaderValue {
    type Error = InvalidHeaderValue;

    fn try_from(token: SignedToken) -> Result<Self, InvalidHeaderValue> {
        let mut value = Self::try_from(token.into_string())?;
        value.set_sensitive(true);
        Ok(value)
    }
}
