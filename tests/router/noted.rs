//! Dependencies and handlers that note when they run.

use auth_runtime::prelude::*;
use axum::Router;

use crate::support::{Trace, status};

/// A dependency that notes its name, sets it as a header, and refuses if the request says so.
#[derive(Clone, PartialEq)]
pub(crate) struct Noted(pub(crate) &'static str);

#[dependency(errors(401))]
impl Noted {
    async fn call(
        &self,
        headers: &HeaderMap,
        response: &mut ResponseEdits,
        State(trace): State<Trace>,
    ) -> Result<(), HttpError> {
        trace.note(self.0);
        response.append("x-passed", self.0)?;
        if headers
            .get("x-refuse")
            .is_some_and(|refused| refused == self.0)
        {
            return Err(HttpError::new(StatusCode::UNAUTHORIZED));
        }
        Ok(())
    }
}

#[depends]
pub(crate) async fn show(State(trace): State<Trace>) -> &'static str {
    trace.note("handler");
    "shown"
}

#[depends(Noted("own"))]
pub(crate) async fn create(State(trace): State<Trace>) -> StatusCode {
    trace.note("handler");
    StatusCode::CREATED
}

#[public]
pub(crate) async fn edit(State(trace): State<Trace>) -> &'static str {
    trace.note("handler");
    "edited"
}

pub(crate) fn router(prefix: &str) -> ApiRouter<Trace> {
    ApiRouter::new(prefix)
}

/// What ran for a request to `app`, and the status.
pub(crate) async fn ran(app: &Router, trace: &Trace, line: &str) -> (u16, Vec<&'static str>) {
    let status = status(app, line, &[]).await;
    (status, trace.take())
}

pub(crate) fn built(router: ApiRouter<Trace>, trace: &Trace) -> Router {
    router
        .build()
        .expect("a router without mistakes")
        .with_state(trace.clone())
}
