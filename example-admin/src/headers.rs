//! What every response forbids browsers to do with it.

use axum::Router;
use axum::http::header::{
    CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::map_response;
use axum::response::Response;

/// A response is data, not a page: it loads nothing, runs nothing, and is shown in no frame. A real page sets
/// its own headers.
const UNLESS_SAID_OTHERWISE: [(HeaderName, HeaderValue); 4] = [
    (
        CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(
            "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        ),
    ),
    (REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    // For browsers that do not know `frame-ancestors`.
    (X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
];

/// Adds these headers to every response of `routes`.
pub(crate) fn apply(routes: Router) -> Router {
    routes.layer(map_response(complete))
}

async fn complete(mut response: Response) -> Response {
    for (name, value) in UNLESS_SAID_OTHERWISE {
        response.headers_mut().entry(name).or_insert(value);
    }
    response
}
