//! An admin site on `auth-runtime`: people log in, and stay logged in for as long as they use it.
//!
//! [`app`] is the site as an axum router, to be used by a server or by a test; [`program`] is the
//! whole program. A request passes `limits`, then its [`guards`], and ends in one of the
//! [`routes`]; `domain` has the domain types, [`store`] the database.

pub mod config;
mod cors;
mod demo;
pub mod domain;
pub mod events;
pub mod guards;
mod headers;
mod limits;
pub mod logging;
pub mod login;
pub mod passwords;
pub mod peer;
pub mod program;
pub mod routes;
pub mod server;
pub mod state;
pub mod store;
pub mod throttle;
mod web;

use std::time::Duration;

use auth_runtime::{BuildError, CorsLayer};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use tower::util::option_layer;

use state::AppState;

pub use routes::{api, document};

/// The site: [`api`] with this state, behind the limits that every request meets.
///
/// # Errors
///
/// [`BuildError`] when the routes contradict each other; the tests make sure that they do not.
pub fn app(state: AppState) -> Result<Router, BuildError> {
    let api = api();
    let cors = cors::layer(&api, &state.origins)?;
    let routes = api
        .build()?
        .fallback(routes::nothing_there)
        .layer(DefaultBodyLimit::max(routes::BODY_BYTES as usize));
    let body_within = state.body_within;
    Ok(protected(routes.with_state(state), body_within, cors))
}

/// Adds what applies to every request and every response.
fn protected(routes: Router, body_within: Duration, cors: Option<CorsLayer>) -> Router {
    headers::apply(limits::apply(routes, body_within)).layer(option_layer(cors))
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::http::{Request, StatusCode, header};
    use axum::routing::get;
    use tower::ServiceExt as _;

    use super::*;
    use domain::Origin;

    #[tokio::test]
    async fn a_page_of_an_allowed_origin_may_read_a_500() {
        let panics = Router::new().route("/", get(async || -> () { panic!("on purpose") }));
        let origin = "https://admin.example";
        let origins = [Origin::parse(origin).unwrap()].into_iter().collect();
        let request = Request::get("/")
            .header(header::HOST, "x")
            .header(header::ORIGIN, origin)
            .body(Body::empty());

        let cors = cors::layer(&api(), &origins).unwrap();
        let answer = protected(panics, limits::BODY_WITHIN, cors)
            .oneshot(request.unwrap())
            .await;
        let answer = answer.unwrap();
        assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
        let headers = answer.headers();
        assert_eq!(headers[header::ACCESS_CONTROL_ALLOW_ORIGIN], origin);
        assert!(headers[header::VARY].to_str().unwrap().contains("origin"));
        assert_eq!(headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
    }
}
