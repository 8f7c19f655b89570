//! `from_fn` layers, which pass the claims on as an extension.

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::Response;
use axum::routing::get;
use axum::{Json, Router};

use super::jwt::{Claims, Keys};

async fn verify(
    State(keys): State<Keys>,
    mut request: Request,
    next: Next,
) -> Result<Response, StatusCode> {
    let claims = keys.verify(request.headers())?;
    request.extensions_mut().insert(claims);
    Ok(next.run(request).await)
}

async fn slide(
    State(keys): State<Keys>,
    request: Request,
    next: Next,
) -> Result<Response, StatusCode> {
    let token = keys.slide(claims(&request)?.clone())?;
    let mut response = next.run(request).await;
    let token = HeaderValue::try_from(token).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    let name = HeaderName::from_static("refreshtoken");
    response.headers_mut().entry(name).or_insert(token);
    Ok(response)
}

async fn admin(request: Request, next: Next) -> Result<Response, StatusCode> {
    claims(&request)?.require_admin()?;
    Ok(next.run(request).await)
}

fn claims(request: &Request) -> Result<&Claims, StatusCode> {
    let claims = request.extensions().get::<Claims>();
    claims.ok_or(StatusCode::INTERNAL_SERVER_ERROR)
}

pub(crate) fn check_router() -> Router {
    let keys = Keys::new();
    Router::new()
        .route("/", get(async || Json(())))
        .layer(from_fn(admin))
        .layer(from_fn_with_state(keys.clone(), slide))
        .layer(from_fn_with_state(keys, verify))
}

pub(crate) fn verify_router() -> Router {
    Router::new()
        .route("/", get(async || Json(())))
        .layer(from_fn_with_state(Keys::new(), verify))
}
