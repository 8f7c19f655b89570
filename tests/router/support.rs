//! Short helpers for requests and responses, and a trace of what ran.

use std::sync::{Arc, Mutex};

use auth_runtime::prelude::*;
use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use http_body_util::BodyExt;
use tower::ServiceExt;

/// The response of `app` to a request such as `"GET /users"`, with these headers.
pub(crate) async fn send(app: &Router, line: &str, headers: &[(&str, &str)]) -> Response {
    let (method, uri) = line.split_once(' ').expect("a method and a path");
    let mut request = Request::builder().method(method).uri(uri);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Body::empty()).expect("a request");
    app.clone().oneshot(request).await.expect("infallible")
}

/// Status and body of a response.
pub(crate) async fn text(response: Response) -> (u16, String) {
    let status = response.status().as_u16();
    let body = response.into_body().collect().await.expect("a body");
    let body = body.to_bytes().to_vec();
    (status, String::from_utf8(body).expect("text"))
}

/// Status and body of the response to a request such as `"GET /users"`.
pub(crate) async fn ask(app: &Router, line: &str, headers: &[(&str, &str)]) -> (u16, String) {
    text(send(app, line, headers).await).await
}

/// The status of the response.
pub(crate) async fn status(app: &Router, line: &str, headers: &[(&str, &str)]) -> u16 {
    send(app, line, headers).await.status().as_u16()
}

/// All values of a header.
pub(crate) fn values<'a>(headers: &'a HeaderMap, name: &str) -> Vec<&'a str> {
    let values = headers.get_all(name).iter();
    values.map(|value| value.to_str().expect("text")).collect()
}

/// Runs a future to its end: property tests are not `async`.
pub(crate) fn block_on<F: Future>(future: F) -> F::Output {
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    runtime.expect("a runtime").block_on(future)
}

/// What ran, in order: the state of many of the applications.
#[derive(Clone, Debug, Default)]
pub(crate) struct Trace(Arc<Mutex<Vec<&'static str>>>);

impl Trace {
    pub(crate) fn note(&self, what: &'static str) {
        self.0.lock().unwrap().push(what);
    }

    /// What was noted since the last call.
    pub(crate) fn take(&self) -> Vec<&'static str> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

/// Slides the token, and has a hook that notes the status when the handler is done.
#[dependency(sets("refreshtoken"))]
pub(crate) async fn check_auth(
    response: &mut ResponseEdits,
    State(trace): State<Trace>,
) -> Result<(), HttpError> {
    response.set_default("refreshtoken", "next")?;
    response.after(async move |response: Response| {
        trace.note(match response.status() {
            StatusCode::OK => "200",
            StatusCode::INTERNAL_SERVER_ERROR => "500",
            StatusCode::GATEWAY_TIMEOUT => "504",
            _ => "another",
        });
        Ok::<_, HttpError>(response)
    });
    Ok(())
}
