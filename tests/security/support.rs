//! Short helpers for requests and responses.

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use http_body_util::BodyExt;
use tower::ServiceExt;

/// The response of `app` to a request such as `"GET /me"`, with these headers and this body.
pub(crate) async fn send(
    app: &Router,
    line: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Response {
    let (method, uri) = line.split_once(' ').expect("a method and a path");
    let mut request = Request::builder().method(method).uri(uri);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request
        .body(Body::from(body.to_owned()))
        .expect("a request");
    app.clone().oneshot(request).await.expect("infallible")
}

/// The body of a response.
pub(crate) async fn text(response: Response) -> String {
    let body = response
        .into_body()
        .collect()
        .await
        .expect("a body")
        .to_bytes();
    String::from_utf8(body.to_vec()).expect("text")
}

/// A header of a response, or an empty text.
pub(crate) fn header<'r>(response: &'r Response, name: &str) -> &'r str {
    response
        .headers()
        .get(name)
        .map_or("", |value| value.to_str().expect("text"))
}
