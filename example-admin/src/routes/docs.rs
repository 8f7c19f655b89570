//! `/openapi.json` and `/docs`: the documentation, for programs and for people.

use auth_runtime::openapi::{Document, SecurityScheme, SwaggerUi};
use auth_runtime::prelude::*;
use utoipa::openapi::OpenApi;

use crate::state::AppState;

const TITLE: &str = "example-admin";

/// How to get a session, as the Authorize button does it.
pub(super) fn session() -> SecurityScheme {
    SecurityScheme::oauth2_password("/login").description(
        "Exchanges a user name and a password for a token. Each response to a request with a token carries the \
         next one in its `refreshtoken` header, so users stay logged in while they use the site.",
    )
}

/// Adds the documentation of everything in `api`, which does not include itself.
pub(super) fn documented(api: ApiRouter<AppState>) -> ApiRouter<AppState> {
    let document = document(&api);
    api.mount_public("/openapi.json", Document::new(&document))
        .mount_public("/docs", SwaggerUi::new(&document))
}

/// The document of everything in `api`.
pub(super) fn document(api: &ApiRouter<AppState>) -> OpenApi {
    let mut document = api.openapi(TITLE, env!("CARGO_PKG_VERSION"));
    document.info.description = Some(env!("CARGO_PKG_DESCRIPTION").to_owned());
    document
}
