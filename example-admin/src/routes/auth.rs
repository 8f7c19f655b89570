//! `/auth`: the session itself.

use auth_runtime::prelude::*;
use auth_runtime::security::REFRESH_TOKEN;
use auth_runtime::{NoContent, Refused};
use axum::Json;
use utoipa::openapi::RefOr;
use utoipa::openapi::path::Operation;

use crate::domain::Actor;
use crate::guards::{CurrentSession, actor, check_auth};
use crate::state::AppState;
use crate::store::Store;

pub(super) fn routes() -> ApiRouter<AppState> {
    ApiRouter::new("/auth")
        .tag("auth")
        .route("/checkAuth", get(check_for_authorization))
        .route("/logout", post(logout).operation(without_next_token))
}

/// Who has logged out gets no next token.
fn without_next_token(logout: &mut Operation) {
    if let Some(RefOr::T(done)) = logout.responses.responses.get_mut("204") {
        done.headers.remove(REFRESH_TOKEN.as_str());
    }
}

/// Checks the session.
///
/// Answers `null` to a client that is logged in, and keeps it logged in: the next token is in `refreshtoken`.
#[depends]
async fn check_for_authorization() -> Json<()> {
    Json(())
}

/// Ends the session.
///
/// From this response on, every token of the session is refused, older and newer ones; the user's other
/// sessions stay alive.
#[depends]
async fn logout(
    #[depends(check_auth)] session: CurrentSession,
    #[depends(actor)] actor: Actor,
    response: &mut ResponseEdits,
    State(store): State<Store>,
) -> Result<NoContent, Refused<503>> {
    store.end_session(session.id(), &actor).await?;
    response.remove(REFRESH_TOKEN)?;
    tracing::info!("logged out");
    Ok(NoContent)
}
