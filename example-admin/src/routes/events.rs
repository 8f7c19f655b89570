//! `/events`: the audit log as it grows.

use auth_runtime::Refused;
use auth_runtime::prelude::*;
use axum::extract::ws::WebSocketUpgrade;
use axum::http::HeaderValue;
use axum::http::header::RETRY_AFTER;
use tracing::{Instrument as _, Span};

use crate::events::{Events, Full, ListenError};
use crate::guards::{CurrentSession, check_auth, trusted_origin};
use crate::server::Stopping;
use crate::state::AppState;

/// Clients are expected to send only answers to pings, which have at most 125 bytes.
const LONGEST_MESSAGE: usize = 1024;

pub(super) fn routes() -> ApiRouter<AppState> {
    ApiRouter::new("/events")
        .tag("audit")
        .route("/", get(events))
}

/// Tells what is written to the audit log, as it happens.
///
/// A WebSocket: each message is an entry as `GET /audit` has it. A browser brings its token with
/// `new WebSocket(url, ["bearer", token])`. The socket is closed with 1008 when the session ends, and
/// with other codes when one may come back.
#[depends(trusted_origin)]
async fn events(
    #[depends(check_auth)] session: CurrentSession,
    State(events): State<Events>,
    stopping: Stopping,
    upgrade: WebSocketUpgrade,
) -> Result<Response, Refused<429, 503>> {
    let listener = events.listen(session, stopping).await?;
    let span = Span::current();
    let upgrade = upgrade
        .max_message_size(LONGEST_MESSAGE)
        .max_frame_size(LONGEST_MESSAGE);
    Ok(upgrade.on_upgrade(|socket| listener.serve(socket).instrument(span)))
}

impl From<ListenError> for HttpError {
    fn from(error: ListenError) -> Self {
        match error {
            ListenError::Full(full) => refuse(full),
            ListenError::Store(error) => error.into(),
        }
    }
}

fn refuse(full: Full) -> HttpError {
    let (status, detail) = match full {
        Full::ForUser => (
            StatusCode::TOO_MANY_REQUESTS,
            "you have too many event streams open",
        ),
        Full::ForAll => (
            StatusCode::SERVICE_UNAVAILABLE,
            "too many event streams are open already",
        ),
    };
    tracing::warn!(reason = detail, "event stream refused");
    HttpError::new(status)
        .detail(detail)
        .header(RETRY_AFTER, HeaderValue::from_static("30"))
}
