//! `/auth`: the session itself.

use auth_runtime::prelude::*;
use auth_runtime::security::REFRESH_TOKEN;
use axum::Json;

use crate::domain::Actor;
use crate::guards::{CurrentSession, actor, check_auth};
use crate::state::AppState;
use crate::store::Store;

pub(super) fn routes() -> ApiRouter<AppState> {
    ApiRouter::new("/auth")
        .tag("auth")
        .route("/checkAuth", get(check_for_authorization))
        .route("/logout", post(logout))
}

/// Checks the session.
///
/// Answers `null` to whoever is logged in, and keeps him so: the next token is in `refreshtoken`.
#[depends]
async fn check_for_authorization() -> Json<()> {
    Json(())
}

/// Ends the session.
///
/// From this answer on every token of the session is refused, older and newer ones; the user's other
/// sessions live.
#[depends]
async fn logout(
    #[depends(check_auth)] session: CurrentSession,
    #[depends(actor)] actor: Actor,
    response: &mut ResponseEdits,
    State(store): State<Store>,
) -> Result<StatusCode, HttpError> {
    store.end_session(session.id(), &actor).await?;
    response.remove(REFRESH_TOKEN)?;
    tracing::info!("logged out");
    Ok(StatusCode::NO_CONTENT)
}
