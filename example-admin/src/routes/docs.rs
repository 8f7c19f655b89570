//! `/openapi.json` and `/docs`: the documentation, for programs and for people.

use auth_runtime::openapi::{Document, SecurityScheme, SwaggerUi};
use auth_runtime::prelude::*;
use utoipa::openapi::OpenApi;

use crate::state::AppState;

const TITLE: &str = "example-admin";

/// How to get a session, as the Authorize button does it.
pub(super) fn session() -> SecurityScheme {
    SecurityScheme::oauth2_password("/login").description(
        "A name and a password for a token. Each answer to a request that brings a token has the next \
         one in the header `refreshtoken`, so that whoever uses the site stays logged in.",
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
