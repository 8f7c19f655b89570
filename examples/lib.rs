//! What the examples share: where they listen, their secrets, and how their tests send requests.

use std::io;

use axum::body::{Body, to_bytes};
use axum::http::Response;
use axum::http::request::Builder;
use axum::{BoxError, Router};
use tokio::net::TcpListener;
use tower::ServiceExt;

/// Serves `app` on the address in `LISTEN`, or on port 3000 of this machine.
///
/// # Errors
///
/// When the address is invalid, or taken.
pub async fn serve(app: Router) -> io::Result<()> {
    let address = std::env::var("LISTEN").unwrap_or_else(|_| "127.0.0.1:3000".to_owned());
    let listener = TcpListener::bind(address).await?;
    println!("listening on http://{}", listener.local_addr()?);
    axum::serve(listener, app).await
}

/// The environment variable with this name: secrets come from outside, and are not written into a program.
///
/// # Errors
///
/// When it is not set.
pub fn variable(name: &str) -> Result<String, BoxError> {
    std::env::var(name).map_err(|_| format!("{name} is not set").into())
}

/// The response of `app` to a request without a body, with the response's body as text.
///
/// # Errors
///
/// When the request is invalid, or the response is not text.
pub async fn answer(app: Router, request: Builder) -> Result<Response<String>, BoxError> {
    let (head, body) = app
        .oneshot(request.body(Body::empty())?)
        .await?
        .into_parts();
    let body = to_bytes(body, usize::MAX).await?;
    Ok(Response::from_parts(
        head,
        String::from_utf8(body.to_vec())?,
    ))
}
