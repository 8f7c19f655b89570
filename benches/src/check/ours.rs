//! `#[dependency]` and the runtime's tokens.

use std::time::Duration;

use auth_runtime::prelude::*;
use auth_runtime::token::{Key, Session, SessionId, Tokens};
use axum::{Json, Router};
use serde::{Deserialize, Serialize};

use super::{SECRET, WINDOW};

/// The application's own claims.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Roles {
    roles: Vec<String>,
}

type AppTokens = Tokens<Roles>;

fn tokens() -> AppTokens {
    let builder = Tokens::builder(Key::hs256(SECRET).expect("a key"))
        .issuer("bench")
        .audience("bench");
    builder
        .window(Duration::from_secs(WINDOW))
        .claims::<Roles>()
        .build()
        .expect("tokens")
}

pub(crate) fn token() -> String {
    let roles = Roles {
        roles: vec!["admin".into()],
    };
    let id = SessionId::random().expect("random bytes");
    tokens()
        .issue_with_claims("ann", id, &roles)
        .expect("a token")
        .into_string()
}

#[dependency]
fn verify(
    headers: &HeaderMap,
    State(tokens): State<AppTokens>,
) -> Result<Session<Roles>, HttpError> {
    Ok(tokens.verify(bearer_token(headers)?)?)
}

#[dependency]
fn slide(
    #[depends(verify)] session: Session<Roles>,
    response: &mut ResponseEdits,
    State(tokens): State<AppTokens>,
) -> Result<Session<Roles>, HttpError> {
    response.set_default("refreshtoken", tokens.slide(&session)?)?;
    Ok(session)
}

#[dependency]
fn admin(#[depends(slide)] session: Session<Roles>) -> Result<(), HttpError> {
    let is_admin = session.claims().roles.iter().any(|role| role == "admin");
    if is_admin {
        Ok(())
    } else {
        Err(StatusCode::FORBIDDEN.into())
    }
}

#[depends(admin)]
async fn check() -> Json<()> {
    Json(())
}

#[depends(verify)]
async fn only_verify() -> Json<()> {
    Json(())
}

#[depends]
async fn inherits() -> Json<()> {
    Json(())
}

pub(crate) fn check_router() -> Router {
    Router::new()
        .route("/", axum::routing::get(check))
        .with_state(tokens())
}

pub(crate) fn verify_router() -> Router {
    Router::new()
        .route("/", axum::routing::get(only_verify))
        .with_state(tokens())
}

pub(crate) fn check_two_levels() -> Router {
    let inner = ApiRouter::new("").route("/", get(inherits)).depends(admin);
    ApiRouter::new("")
        .include(inner)
        .depends(slide)
        .build()
        .expect("no mistake")
        .with_state(tokens())
}

pub(crate) fn verify_two_levels() -> Router {
    let inner = ApiRouter::new("").route("/", get(inherits));
    ApiRouter::new("")
        .include(ApiRouter::new("").include(inner))
        .depends(verify)
        .build()
        .expect("no mistake")
        .with_state(tokens())
}
