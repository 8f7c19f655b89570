//! Which other sites' pages may use this one: cross-origin resource sharing, as
//! [Fetch](https://fetch.spec.whatwg.org/#http-cors-protocol) has it.

use auth_runtime::{ApiRouter, BuildError, Cors, CorsLayer};

use crate::domain::AllowedOrigins;
use crate::state::AppState;

/// Lets pages of these origins use `api`, and read what its dependencies set. `None` if there are no
/// origins: then no response depends on the origin, and none says so.
///
/// The layer must be the outermost: a page that may not read a refusal takes it for a lost server.
///
/// # Errors
///
/// [`BuildError`] for an invalid origin; each of these is valid.
pub(crate) fn layer(
    api: &ApiRouter<AppState>,
    origins: &AllowedOrigins,
) -> Result<Option<CorsLayer>, BuildError> {
    if origins.is_empty() {
        return Ok(None);
    }
    let cors = Cors::origins(origins.iter().map(ToString::to_string))
        .expose("link")
        .expose("retry-after")
        .expose("www-authenticate");
    api.cors_layer(cors).map(Some)
}
