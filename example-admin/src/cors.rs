//! Which other sites' pages may use this one: cross-origin resource sharing, as
//! [Fetch](https://fetch.spec.whatwg.org/#http-cors-protocol) has it.

use auth_runtime::security::REFRESH_TOKEN;
use axum::Router;
use axum::http::HeaderValue;
use axum::http::header::{RETRY_AFTER, WWW_AUTHENTICATE};
use tower_http::cors::{AllowHeaders, AllowMethods, AllowOrigin, CorsLayer};

use crate::domain::AllowedOrigins;

/// Lets pages of these origins use `routes`. It has to be the outermost layer: a page that may not read
/// a refusal takes it for a lost server.
///
/// With origins, every `OPTIONS` is answered here, before any guard: a browser asks without a token.
/// Without any, no answer differs by origin, and none says so.
pub(crate) fn apply(routes: Router, origins: &AllowedOrigins) -> Router {
    if origins.is_empty() {
        return routes;
    }
    routes.layer(layer(origins))
}

fn layer(origins: &AllowedOrigins) -> CorsLayer {
    // An origin is ASCII without control characters: each is a header value.
    let origins = origins
        .iter()
        .filter_map(|origin| HeaderValue::from_str(origin.as_str()).ok());
    CorsLayer::new()
        .allow_origin(AllowOrigin::list(origins))
        .allow_credentials(true)
        .allow_methods(AllowMethods::mirror_request())
        .allow_headers(AllowHeaders::mirror_request())
        .expose_headers([REFRESH_TOKEN, RETRY_AFTER, WWW_AUTHENTICATE])
}
