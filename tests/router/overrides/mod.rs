//! Overrides: a dependency is replaced in one application (R10; rows G of FASTAPI.md).

mod replacements;
mod whereabouts;

use auth_runtime::Overrides;
use auth_runtime::prelude::*;
use axum::Router;

use crate::support::Trace;

#[dependency(errors(500))]
async fn database(State(trace): State<Trace>) -> Result<&'static str, HttpError> {
    trace.note("database");
    Err(HttpError::new(StatusCode::INTERNAL_SERVER_ERROR).detail("there is none in tests"))
}

#[dependency(errors(401))]
async fn current_user(
    #[depends(database)] _database: &'static str,
    State(trace): State<Trace>,
) -> Result<String, HttpError> {
    trace.note("current_user");
    Ok("somebody".to_owned())
}

#[derive(Clone, PartialEq)]
struct Can(&'static str);

#[dependency(errors(403))]
impl Can {
    async fn call(&self, #[depends(current_user)] user: String) -> Result<(), HttpError> {
        if user == "root" {
            Ok(())
        } else {
            Err(HttpError::new(StatusCode::FORBIDDEN))
        }
    }
}

#[depends]
async fn me(#[depends(current_user)] user: String) -> String {
    user
}

#[depends(Can("write"), Can("read"))]
async fn write(#[depends(current_user)] user: String) -> String {
    user
}

fn router() -> ApiRouter<Trace> {
    ApiRouter::new("/users")
        .depends(current_user)
        .route("/me", get(me))
        .route("/", post(write))
}

fn built(router: ApiRouter<Trace>, trace: &Trace) -> Router {
    router
        .build()
        .expect("a router without mistakes")
        .with_state(trace.clone())
}

fn overrides() -> Overrides<Trace> {
    Overrides::new()
}
