//! The `Content-Security-Policy` of the page.

use std::collections::BTreeSet;

use http::{HeaderValue, Uri};
use utoipa::openapi::security::{Flow, OAuth2, SecurityScheme};
use utoipa::openapi::{OpenApi, RefOr};

/// What the page may load, and which origins it may contact (CSP Level 3). Swagger UI has neither scripts nor
/// styles in its markup, and its images are in its style sheet.
pub(super) fn of(document: &OpenApi) -> HeaderValue {
    let own = "'self'".to_owned();
    let origins: Vec<_> = std::iter::once(own).chain(origins(document)).collect();
    let origins = origins.join(" ");
    let policy = format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
         connect-src {origins}; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
    );
    HeaderValue::try_from(policy).unwrap_or(HeaderValue::from_static("default-src 'none'"))
}

/// The other origins that the document names: those of servers and of token URLs.
fn origins(document: &OpenApi) -> BTreeSet<String> {
    let servers = document.servers.iter().flatten();
    let servers = servers.map(|server| server.url.as_str());
    let components = document.components.iter();
    let schemes = components.flat_map(|components| components.security_schemes.values());
    let tokens = schemes.flat_map(|scheme| match scheme {
        RefOr::T(SecurityScheme::OAuth2(scheme)) => token_urls(scheme),
        _ => Vec::new(),
    });
    servers.chain(tokens).filter_map(origin).collect()
}

fn token_urls(scheme: &OAuth2) -> Vec<&str> {
    scheme.flows.values().filter_map(token_url).collect()
}

fn token_url(flow: &Flow) -> Option<&str> {
    match flow {
        Flow::Password(flow) => Some(&flow.token_url),
        Flow::ClientCredentials(flow) => Some(&flow.token_url),
        Flow::AuthorizationCode(flow) => Some(&flow.token_url),
        _ => None,
    }
}

/// The origin of an absolute URL.
fn origin(url: &str) -> Option<String> {
    let url: Uri = url.parse().ok()?;
    Some(format!("{}://{}", url.scheme_str()?, url.authority()?))
}
