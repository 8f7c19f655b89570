//! `POST /login`: a password for a token.

use auth_runtime::Refused;
use auth_runtime::prelude::*;
use auth_runtime::security::PasswordForm;
use axum::Json;
use axum::extract::DefaultBodyLimit;
use serde::Serialize;
use utoipa::ToSchema;

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

/// The token, as OAuth 2 answers (RFC 6749 §5.1).
#[derive(Serialize, ToSchema)]
struct Granted {
    /// The token, to be sent as `Authorization: Bearer …`.
    access_token: String,
    /// `bearer`.
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
    form: PasswordForm,
) -> Result<Json<Granted>, Refused<401, 429, 503>> {
    let password = GivenPassword::new(form.password());
    let login = logins.log_in(form.username(), password, from).await?;
    tracing::info!(
        user = form.username(),
        session = login.session.fingerprint(),
        "logged in"
    );
    Ok(Json(Granted {
        expires_in: login.token.expires_in().as_secs(),
        access_token: login.token.into_string(),
        token_type: "bearer",
    }))
}
