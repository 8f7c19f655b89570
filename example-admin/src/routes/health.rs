//! `/healthz`: for whoever watches the site.

use auth_runtime::prelude::*;
use axum::Json;
use serde::Serialize;

use crate::store::Store;

/// What there is to say of a site that is well.
#[derive(Debug, Serialize)]
pub(super) struct Health {
    status: &'static str,
}

/// Says whether the site can do its work: 200 when the database answers, 503 otherwise.
#[public]
pub(super) async fn healthz(State(store): State<Store>) -> Result<Json<Health>, HttpError> {
    store.answer().await?;
    Ok(Json(Health { status: "ok" }))
}
