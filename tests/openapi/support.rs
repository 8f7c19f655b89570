//! Short helpers for the document of a router, requests and responses.

use auth_runtime::ApiRouter;
use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use http_body_util::BodyExt;
use serde_json::Value;
use tower::ServiceExt;

/// The document of `router`, as a client gets it.
pub(crate) fn document(router: &ApiRouter<()>) -> Value {
    serde_json::to_value(router.openapi("Test", "1.0.0")).expect("JSON")
}

/// One operation of the document, such as `"get /users"`.
pub(crate) fn operation(router: &ApiRouter<()>, line: &str) -> Value {
    let (method, path) = line.split_once(' ').expect("a method and a path");
    document(router)["paths"][path][method].clone()
}

/// The statuses of the responses of an operation.
pub(crate) fn statuses(operation: &Value) -> Vec<&str> {
    let responses = operation["responses"].as_object().expect("responses");
    responses.keys().map(String::as_str).collect()
}

/// The schema of the JSON content of the response with this status.
pub(crate) fn answer<'a>(operation: &'a Value, status: &str) -> &'a Value {
    &operation["responses"][status]["content"]["application/json"]["schema"]
}

/// The response of `app` to a request such as `"GET /users"`, with these headers.
pub(crate) async fn send(app: &Router, line: &str, headers: &[(&str, &str)]) -> Response {
    send_text(app, line, headers, "").await
}

/// The same with a body.
pub(crate) async fn send_text(
    app: &Router,
    line: &str,
    headers: &[(&str, &str)],
    text: &'static str,
) -> Response {
    let (method, uri) = line.split_once(' ').expect("a method and a path");
    let mut request = Request::builder().method(method).uri(uri);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Body::from(text)).expect("a request");
    app.clone().oneshot(request).await.expect("infallible")
}

/// The values of a header, separated by `, `.
pub(crate) fn header(response: &Response, name: &str) -> String {
    let values = response.headers().get_all(name).iter();
    let values: Vec<_> = values.map(|value| value.to_str().expect("text")).collect();
    values.join(", ")
}

/// The body of a response.
pub(crate) async fn text(response: Response) -> String {
    let body = response.into_body().collect().await.expect("a body");
    String::from_utf8_lossy(&body.to_bytes()).into_owned()
}
