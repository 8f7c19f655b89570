//! How the site's own errors are answered and logged.

use auth_runtime::HttpError;
use axum::http::header::{RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};

use crate::domain::Invalid;
use crate::login::LoginError;
use crate::passwords::HashingError;
use crate::store::{StoreError, WriteError};
use crate::throttle::RetryAfter;

impl From<StoreError> for HttpError {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "the database failed");
        Self::new(StatusCode::SERVICE_UNAVAILABLE)
    }
}

impl From<WriteError> for HttpError {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::NotFound => no_such_user(),
            WriteError::Taken => Self::new(StatusCode::CONFLICT).detail("this user name is taken"),
            WriteError::LastWriter => Self::new(StatusCode::CONFLICT).detail(
                "this is the last user with the permission users:write: give it to another user first",
            ),
            WriteError::Store(error) => error.into(),
        }
    }
}

/// The response for an unknown user id.
pub(super) fn no_such_user() -> HttpError {
    HttpError::new(StatusCode::NOT_FOUND).detail("there is no such user")
}

/// The response for an invalid value: says which one, and what it must be.
pub(super) fn invalid(field: &str) -> impl FnOnce(Invalid) -> HttpError {
    move |invalid| {
        HttpError::new(StatusCode::UNPROCESSABLE_ENTITY)
            .detail(invalid.sentence())
            .member("field", field)
    }
}

impl From<HashingError> for HttpError {
    fn from(error: HashingError) -> Self {
        match error {
            HashingError::Busy => {
                tracing::warn!(%error, "temporarily refused");
                Self::new(StatusCode::SERVICE_UNAVAILABLE)
                    .detail("too many passwords are being checked; try again in a moment")
                    .header(RETRY_AFTER, HeaderValue::from_static("1"))
            }
            HashingError::Failed => {
                tracing::error!(%error, "hashing failed");
                Self::new(StatusCode::INTERNAL_SERVER_ERROR)
            }
        }
    }
}

impl From<LoginError> for HttpError {
    fn from(error: LoginError) -> Self {
        match error {
            LoginError::Wrong(Some(user)) => {
                tracing::warn!(%user, reason = "wrong password", "login failed");
                wrong_login()
            }
            LoginError::Wrong(None) => {
                tracing::warn!(reason = "no such user", "login failed");
                wrong_login()
            }
            LoginError::Throttled(wait) => {
                tracing::warn!(reason = "too many failures", "login refused");
                throttled(wait)
            }
            LoginError::Hashing(error) => error.into(),
            LoginError::Store(error) => error.into(),
            LoginError::Token(error) => {
                tracing::error!(%error, "a token could not be issued");
                Self::new(StatusCode::INTERNAL_SERVER_ERROR)
            }
        }
    }
}

/// The same response for an unknown name and for a wrong password.
fn wrong_login() -> HttpError {
    HttpError::new(StatusCode::UNAUTHORIZED)
        .detail("the user name or the password is wrong")
        .header(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"))
}

fn throttled(RetryAfter(seconds): RetryAfter) -> HttpError {
    HttpError::new(StatusCode::TOO_MANY_REQUESTS)
        .detail("too many wrong passwords; try again later")
        .header(RETRY_AFTER, HeaderValue::from(seconds))
}
