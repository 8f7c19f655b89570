//! `POST /login`: a password for a token.

use auth_runtime::prelude::*;
use axum::extract::DefaultBodyLimit;
use axum::{Form, Json};
use serde::{Deserialize, Serialize};

use super::LOGIN_BYTES;
use crate::domain::GivenPassword;
use crate::guards::BodyOfAtMost;
use crate::login::Logins;
use crate::peer::Peer;
use crate::state::AppState;

pub(super) fn routes() -> ApiRouter<AppState> {
    ApiRouter::new("/login")
        .tag("auth")
        .layer(DefaultBodyLimit::max(LOGIN_BYTES as usize))
        .route("/", post(login))
}

/// The form of OAuth 2's password grant (RFC 6749 §4.3.2). Its other fields, such as `scope`, say
/// nothing here and may be there.
#[derive(Debug, Deserialize)]
struct LoginForm {
    username: String,
    password: GivenPassword,
    grant_type: Option<String>,
}

/// The token, as OAuth 2 answers (RFC 6749 §5.1).
#[derive(Serialize)]
struct Granted {
    access_token: String,
    token_type: &'static str,
    /// Seconds until it expires, if it is not used.
    expires_in: u64,
}

/// Logs in.
///
/// Takes the form of OAuth 2's password grant and answers with the first token of a new session.
#[public(BodyOfAtMost(LOGIN_BYTES.into()))]
async fn login(
    State(logins): State<Logins>,
    Peer(from): Peer,
    Form(form): Form<LoginForm>,
) -> Result<Json<Granted>, HttpError> {
    let LoginForm {
        username, password, ..
    } = form.check()?;
    let login = logins.log_in(&username, password, from).await?;
    tracing::info!(
        user = username,
        session = login.session.fingerprint(),
        "logged in"
    );
    Ok(Json(Granted {
        expires_in: login.token.expires_in().as_secs(),
        access_token: login.token.into_string(),
        token_type: "bearer",
    }))
}

impl LoginForm {
    fn check(self) -> Result<Self, HttpError> {
        if self.username.is_empty() || self.password.is_empty() {
            return Err(unprocessable("a user name and a password are needed"));
        }
        if self
            .grant_type
            .as_deref()
            .is_some_and(|grant| grant != "password")
        {
            return Err(unprocessable("the only grant type here is `password`"));
        }
        Ok(self)
    }
}

fn unprocessable(sentence: &'static str) -> HttpError {
    HttpError::new(StatusCode::UNPROCESSABLE_ENTITY).detail(sentence)
}
