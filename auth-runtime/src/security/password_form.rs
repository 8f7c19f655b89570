//! The login form (RFC 6749 §4.3.2), as OpenAPI's Authorize button sends it.

use std::fmt;

use axum::extract::{Form, FromRequest, Request};
use axum::response::IntoResponse;
use http::{Method, StatusCode};
use serde::Deserialize;
use zeroize::Zeroizing;

use crate::problem::{HttpError, Rejection};

/// The OAuth 2.0 password form: `username` and `password`, neither of them empty, and optionally `scope`
/// and `grant_type`, which must then be `password`. Other fields are ignored, as the standard says.
///
/// A field that is missing, empty or repeated is a 422; a body that is not a form is a 415, and so is the lack
/// of one: queries end up in logs, and are never read. The password is used whole, and overwritten with zeros
/// when it is dropped.
///
/// ```
/// use auth_runtime::prelude::*;
/// use auth_runtime::security::PasswordForm;
///
/// #[public]
/// async fn login(form: PasswordForm) -> Result<String, HttpError> {
///     // Compare the password with what a password hash says.
///     # let is_right = form.password().len() > 8;
///     if is_right { Ok(form.username().to_owned()) } else { Err(StatusCode::UNAUTHORIZED.into()) }
/// }
/// ```
pub struct PasswordForm {
    username: String,
    password: Zeroizing<String>,
    scope: String,
}

/// The form as it is sent.
#[derive(Deserialize)]
struct Fields {
    username: String,
    password: Zeroizing<String>,
    grant_type: Option<String>,
    #[serde(default)]
    scope: String,
}

impl PasswordForm {
    /// The user's name, as it was sent.
    #[must_use]
    pub fn username(&self) -> &str {
        &self.username
    }

    /// The password, as it was sent.
    #[must_use]
    pub fn password(&self) -> &str {
        &self.password
    }

    /// The scopes that were asked for (RFC 6749 §3.3).
    pub fn scopes(&self) -> impl Iterator<Item = &str> {
        self.scope.split(' ').filter(|scope| !scope.is_empty())
    }
}

impl fmt::Debug for PasswordForm {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("PasswordForm")
            .finish_non_exhaustive()
    }
}

impl<S: Send + Sync> FromRequest<S> for PasswordForm {
    type Rejection = axum::response::Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Self::Rejection> {
        // axum's `Form` would read the query of such a request (RFC 6749 §3.2 requires `POST`).
        if [Method::GET, Method::HEAD].contains(request.method()) {
            return Err(HttpError::new(StatusCode::UNSUPPORTED_MEDIA_TYPE).into_response());
        }
        let form = Form::<Fields>::from_request(request, state).await;
        let Form(fields) =
            form.map_err(|error| Rejection::from_extractor::<Self>(error).into_response())?;
        check(fields).map_err(|error| Rejection::from(error).into_response())
    }
}

/// The form, if its fields are valid.
fn check(fields: Fields) -> Result<PasswordForm, HttpError> {
    let Fields {
        username,
        password,
        grant_type,
        scope,
    } = fields;
    if username.is_empty() {
        return Err(unfit("username", "the user name is empty"));
    }
    if password.is_empty() {
        return Err(unfit("password", "the password is empty"));
    }
    if grant_type.is_some_and(|grant_type| grant_type != "password") {
        return Err(unfit("grant_type", "the grant type is not `password`"));
    }
    Ok(PasswordForm {
        username,
        password,
        scope,
    })
}

fn unfit(field: &str, detail: &'static str) -> HttpError {
    HttpError::new(StatusCode::UNPROCESSABLE_ENTITY)
        .detail(detail)
        .member("field", field)
}
