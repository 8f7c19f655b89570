//! R7: `#[public]` skips what is inherited, and only that. What routers add is tested with the routers; in a
//! plain router there is nothing to inherit, and a handler's own list runs.

use auth_runtime::{HttpError, ResponseEdits, dependency, public};
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::get as route;

use super::support::{Log, get, send};

#[dependency]
async fn count(State(log): State<Log>, response: &mut ResponseEdits) -> Result<(), HttpError> {
    log.note("count");
    response.set_default("x-counted", "1")?;
    Ok(())
}

#[dependency]
async fn language(headers: &HeaderMap, State(log): State<Log>) -> Result<&'static str, HttpError> {
    log.note("language");
    if headers.contains_key("accept-language") {
        return Err(HttpError::new(StatusCode::NOT_ACCEPTABLE));
    }
    Ok("en")
}

#[public(count)]
async fn page(#[depends(language)] language: &'static str, State(log): State<Log>) -> &'static str {
    log.note("page");
    language
}

#[public]
async fn bare() -> &'static str {
    "bare"
}

fn app(log: &Log) -> Router {
    Router::new()
        .route("/page", route(page))
        .route("/bare", route(bare))
        .with_state(log.clone())
}

#[tokio::test]
async fn a_public_handler_runs_its_own_list_and_parameters() {
    let log = Log::default();
    let answer = send(&app(&log), get("/page")).await;
    assert_eq!(answer.text(), "en");
    assert_eq!(answer.values("x-counted"), ["1"]);
    assert_eq!(log.take(), ["count", "language", "page"]);
}

#[tokio::test]
async fn a_public_handlers_own_dependency_can_refuse() {
    let log = Log::default();
    let mut request = get("/page");
    request
        .headers_mut()
        .insert("accept-language", "en".parse().unwrap());
    let answer = send(&app(&log), request).await;
    assert_eq!(answer.status, StatusCode::NOT_ACCEPTABLE);
    assert_eq!(
        answer.values("x-counted"),
        ["1"],
        "effects survive here too"
    );
    assert_eq!(log.take(), ["count", "language"]);
}

#[tokio::test]
async fn a_public_handler_without_a_list_runs_nothing() {
    let log = Log::default();
    assert_eq!(send(&app(&log), get("/bare")).await.text(), "bare");
    assert_eq!(log.take(), [""; 0]);
}
