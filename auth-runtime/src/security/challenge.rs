//! The refusal of a credential as an answer: status, challenge, problem document.

use http::{HeaderValue, StatusCode, header};

use super::bearer::BearerError;
use crate::problem::HttpError;
use crate::token::TokenError;

/// The one sentence for every token that is not accepted: a client learns nothing of why.
const INVALID: &str = "the token is not valid (any more); log in again";

/// RFC 6750 §3: no error code where no token was presented, `invalid_token` where one was refused.
const BEARER: HeaderValue = HeaderValue::from_static("Bearer");
const BEARER_INVALID: HeaderValue = HeaderValue::from_static("Bearer error=\"invalid_token\"");

impl From<BearerError> for HttpError {
    fn from(error: BearerError) -> Self {
        tracing::info!(%error, "no bearer token");
        if error == BearerError::Missing {
            return Self::new(StatusCode::UNAUTHORIZED)
                .header(header::WWW_AUTHENTICATE, BEARER)
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

fn invalid_token() -> HttpError {
    HttpError::new(StatusCode::UNAUTHORIZED)
        .detail(INVALID)
        .header(header::WWW_AUTHENTICATE, BEARER_INVALID)
}
