//! tower-http's layer for authorization, which passes the claims on as an extension; the handler does the
//! rest.

use std::future::{Ready, ready};

use axum::body::Body;
use axum::extract::{Extension, Request, State};
use axum::http::{Response, StatusCode};
use axum::response::IntoResponse;
use axum::routing::get;
use axum::{Json, Router};
use tower_http::auth::{AsyncAuthorizeRequest, AsyncRequireAuthorizationLayer};

use super::jwt::{Claims, Keys};

#[derive(Clone)]
struct Verify(Keys);

impl AsyncAuthorizeRequest<Body> for Verify {
    type RequestBody = Body;
    type ResponseBody = Body;
    type Future = Ready<Result<Request, Response<Body>>>;

    fn authorize(&mut self, mut request: Request) -> Self::Future {
        ready(match self.0.verify(request.headers()) {
            Ok(claims) => {
                request.extensions_mut().insert(claims);
                Ok(request)
            }
            Err(status) => Err(status.into_response()),
        })
    }
}

async fn check(
    State(keys): State<Keys>,
    Extension(claims): Extension<Claims>,
) -> Result<impl IntoResponse, StatusCode> {
    claims.require_admin()?;
    Ok(([("refreshtoken", keys.slide(claims)?)], Json(())))
}

pub(crate) fn check_router() -> Router {
    let keys = Keys::new();
    Router::new()
        .route("/", get(check))
        .layer(AsyncRequireAuthorizationLayer::new(Verify(keys.clone())))
        .with_state(keys)
}

pub(crate) fn verify_router() -> Router {
    Router::new()
        .route("/", get(async || Json(())))
        .layer(AsyncRequireAuthorizationLayer::new(Verify(Keys::new())))
}
