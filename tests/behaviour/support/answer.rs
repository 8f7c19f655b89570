//! Requests to an application, and its responses.

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, Method, StatusCode, header};
use http_body_util::BodyExt;
use serde_json::Value;
use tower::ServiceExt;

use super::soon;

/// A `GET` of this path.
pub(crate) fn get(path: &str) -> Request {
    Request::builder().uri(path).body(Body::empty()).unwrap()
}

/// A `GET` with a JSON body, which axum's `Json` accepts with any method.
pub(crate) fn get_json(path: &str, body: &'static str) -> Request {
    with_body(Method::GET, path, "application/json", body)
}

/// A `POST` with this path and body.
pub(crate) fn post(path: &str, content_type: &str, body: impl Into<Body>) -> Request {
    with_body(Method::POST, path, content_type, body)
}

fn with_body(method: Method, path: &str, content_type: &str, body: impl Into<Body>) -> Request {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header(header::CONTENT_TYPE, content_type);
    request.body(body.into()).unwrap()
}

/// The response of an application, including the body.
pub(crate) async fn send(app: &Router, request: Request) -> Answer {
    let served = app.clone().oneshot(request);
    let response = soon(served).await.unwrap();
    let (head, body) = response.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    Answer {
        status: head.status,
        headers: head.headers,
        body,
    }
}

/// A response, read to its end.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Answer {
    /// The values of a header, in order.
    pub(crate) fn values(&self, name: &str) -> Vec<&str> {
        self.headers
            .get_all(name)
            .iter()
            .map(|value| value.to_str().unwrap())
            .collect()
    }

    /// Asserts this status, with the edits of a dependency that slides the token.
    pub(crate) fn assert_slid(&self, status: StatusCode) {
        assert_eq!(self.status, status, "{self:?}");
        assert_eq!(self.values("refreshtoken"), ["slid"], "{self:?}");
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    /// The problem document (RFC 9457), which must be complete and name this status.
    pub(crate) fn problem(&self) -> Value {
        assert_eq!(
            self.values("content-type"),
            ["application/problem+json"],
            "{self:?}"
        );
        let problem: Value = serde_json::from_slice(&self.body).unwrap();
        assert_eq!(problem["status"], self.status.as_u16(), "{problem}");
        for member in ["type", "title", "detail"] {
            assert!(
                problem[member]
                    .as_str()
                    .is_some_and(|text| !text.is_empty()),
                "{member}: {problem}"
            );
        }
        problem
    }
}
