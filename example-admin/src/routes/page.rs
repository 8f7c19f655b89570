//! `/`: the admin page, and the files that it is made of.

use auth_runtime::prelude::*;
use axum::http::HeaderValue;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, IF_NONE_MATCH,
};

use crate::state::AppState;
use crate::web::{ASSETS, Asset, Kind};

/// Only the page's own files and this site's API. No string becomes markup or a script, the browser itself
/// submits no form, and no other page frames this one.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
     base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
     require-trusted-types-for 'script'; trusted-types 'none'",
);

/// Cache it, but ask each time whether it has changed, so that files of different versions are never mixed.
const REVALIDATE: HeaderValue = HeaderValue::from_static("no-cache");

pub(super) fn routes() -> ApiRouter<AppState> {
    let router = ApiRouter::new("").tag("page").hidden();
    ASSETS
        .iter()
        .fold(router, |router, asset| router.route(asset.path, get(page)))
}

/// Shows the admin page, or a file of it.
#[public]
async fn page(uri: &Uri, headers: &HeaderMap) -> Result<Response, HttpError> {
    let asset = ASSETS
        .iter()
        .find(|asset| asset.path == uri.path())
        .ok_or_else(|| HttpError::new(StatusCode::NOT_FOUND))?;
    let response = if is_known(headers, asset) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let media_type = [(CONTENT_TYPE, asset.kind.media_type())];
        (media_type, asset.content).into_response()
    };
    Ok(with_headers_of(asset, response))
}

/// A 304 has these headers, too: a browser applies them to the page that it has cached.
fn with_headers_of(asset: &Asset, mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, REVALIDATE);
    if asset.kind == Kind::Page {
        headers.insert(CONTENT_SECURITY_POLICY, POLICY);
    }
    if let Some(tag) = asset.tag() {
        headers.insert(ETAG, tag.clone());
    }
    response
}

/// Whether the browser has this exact content (RFC 9110 §13.1.2, by weak comparison).
fn is_known(headers: &HeaderMap, asset: &Asset) -> bool {
    let Some(tag) = asset.tag() else {
        return false;
    };
    headers
        .get_all(IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|list| list.split(','))
        .map(str::trim)
        .any(|one| one == "*" || one.trim_start_matches("W/").as_bytes() == tag.as_bytes())
}
