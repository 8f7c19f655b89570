//! `/auth`: the session itself.

use auth_runtime::prelude::*;
use axum::Json;

use crate::domain::Actor;
use crate::guards::{CurrentSession, REFRESH_TOKEN, actor, check_auth};
use crate::store::Store;

/// Checks the session.
///
/// Answers `null` to whoever is logged in, and keeps him so: the next token is in `refreshtoken`.
#[depends(check_auth)]
pub(super) async fn check_for_authorization() -> Json<()> {
    Json(())
}

/// Ends the session.
///
/// From this answer on every token of the session is refused, older and newer ones; the user's other
/// sessions live.
#[depends]
pub(super) async fn logout(
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
