//! `/audit`: who did what when.

use auth_runtime::Refused;
use auth_runtime::prelude::*;
use axum::Json;
use axum::extract::Query;
use axum::http::header::LINK;
use axum::response::AppendHeaders;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::domain::{AuditEntry, Permission};
use crate::guards::Can;
use crate::state::AppState;
use crate::store::{Page, Store};

pub(super) fn routes() -> ApiRouter<AppState> {
    ApiRouter::new("/audit")
        .tag("audit")
        .depends(Can(Permission::AuditRead))
        .route("/", get(list_audit))
}

const PAGE: u32 = 50;
const LONGEST_PAGE: u32 = 200;

/// Which part of the log.
#[derive(Deserialize, IntoParams)]
struct Part {
    /// Only entries with a lower number than this.
    before: Option<i64>,
    /// At most so many.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
}

/// Lists what was done, newest first.
///
/// The next page, if there may be one, is in the header `Link` with `rel="next"` (RFC 8288).
#[depends]
async fn list_audit(
    State(store): State<Store>,
    Query(part): Query<Part>,
) -> Result<(AppendHeaders<Option<Link>>, Json<Vec<AuditEntry>>), Refused<422, 503>> {
    let page = part.page()?;
    let entries = store.audit(page).await?;
    Ok((AppendHeaders(next(page, &entries)), Json(entries)))
}

impl Part {
    fn page(&self) -> Result<Page, HttpError> {
        let length = self.limit.unwrap_or(PAGE);
        if !(1..=LONGEST_PAGE).contains(&length) {
            return Err(HttpError::new(StatusCode::UNPROCESSABLE_ENTITY)
                .detail("a page must have 1 to 200 entries")
                .member("field", "limit"));
        }
        let before = self.before.unwrap_or(i64::MAX);
        Ok(Page { before, length })
    }
}

/// The header `Link`.
type Link = (HeaderName, String);

/// The link to the next page, unless this one is the last.
fn next(page: Page, entries: &[AuditEntry]) -> Option<Link> {
    let last = entries.last()?;
    let is_full = u32::try_from(entries.len()) == Ok(page.length);
    let Page { length, .. } = page;
    is_full.then(|| {
        (
            LINK,
            format!("</audit?before={}&limit={length}>; rel=\"next\"", last.id),
        )
    })
}
