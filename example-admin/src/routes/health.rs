//! `/healthz`: for monitoring.

use auth_runtime::Refused;
use auth_runtime::prelude::*;
use axum::Json;
use serde::Serialize;
use utoipa::ToSchema;

use crate::state::AppState;
use crate::store::Store;

pub(super) fn routes() -> ApiRouter<AppState> {
    ApiRouter::new("/healthz")
        .tag("health")
        .route("/", get(healthz))
}

/// What there is to say of a site that is well.
#[derive(Debug, Serialize, ToSchema)]
struct Health {
    status: &'static str,
}

/// Says whether the site can do its work: 200 when the database answers, 503 otherwise.
#[public]
async fn healthz(State(store): State<Store>) -> Result<Json<Health>, Refused<503>> {
    store.answer().await?;
    Ok(Json(Health { status: "ok" }))
}
