//! Verify an HS256 token, check a role, answer with a new token; and the first of the three alone.

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use auth_runtime::prelude::*;
use auth_runtime::token::{Key, Session, SessionId, Tokens};
use axum::extract::Request;
use axum::{Json, Router};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};

const SECRET: &[u8] = b"0123456789abcdef-fedcba9876543210";
const WINDOW: u64 = 30 * 60;

fn now() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs())
}

/// The application's own claims.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Roles {
    roles: Vec<String>,
}

pub(crate) mod floor {
    //! Written inline in one handler, with jsonwebtoken.

    use super::{
        Algorithm, Arc, DecodingKey, Deserialize, EncodingKey, Header, HeaderMap, IntoResponse,
        Json, Request, Response, Router, SECRET, Serialize, State, StatusCode, Validation, WINDOW,
        header, now,
    };

    #[derive(Serialize, Deserialize)]
    struct Claims {
        sub: String,
        roles: Vec<String>,
        exp: u64,
    }

    #[derive(Clone)]
    struct Keys(Arc<(EncodingKey, DecodingKey, Validation)>);

    fn keys() -> Keys {
        let mut validation = Validation::new(Algorithm::HS256);
        validation.leeway = 0;
        Keys(Arc::new((
            EncodingKey::from_secret(SECRET),
            DecodingKey::from_secret(SECRET),
            validation,
        )))
    }

    pub(crate) fn token() -> String {
        let claims = Claims {
            sub: "ann".into(),
            roles: vec!["admin".into()],
            exp: now() + WINDOW,
        };
        jsonwebtoken::encode(&Header::default(), &claims, &keys().0.0).expect("a token")
    }

    fn verify(headers: &HeaderMap, keys: &Keys) -> Result<Claims, StatusCode> {
        let token = headers
            .get(header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
        let token = token.ok_or(StatusCode::UNAUTHORIZED)?;
        let decoded = jsonwebtoken::decode::<Claims>(token, &keys.0.1, &keys.0.2);
        Ok(decoded.map_err(|_| StatusCode::UNAUTHORIZED)?.claims)
    }

    async fn check(State(keys): State<Keys>, request: Request) -> Result<Response, StatusCode> {
        let mut claims = verify(request.headers(), &keys)?;
        if !claims.roles.iter().any(|role| role == "admin") {
            return Err(StatusCode::FORBIDDEN);
        }
        claims.exp = now() + WINDOW;
        let token = jsonwebtoken::encode(&Header::default(), &claims, &keys.0.0)
            .map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
        Ok(([("refreshtoken", token)], Json(())).into_response())
    }

    async fn only_verify(
        State(keys): State<Keys>,
        request: Request,
    ) -> Result<Json<()>, StatusCode> {
        verify(request.headers(), &keys)?;
        Ok(Json(()))
    }

    pub(crate) fn check_router() -> Router {
        Router::new()
            .route("/", axum::routing::get(check))
            .with_state(keys())
    }

    pub(crate) fn verify_router() -> Router {
        Router::new()
            .route("/", axum::routing::get(only_verify))
            .with_state(keys())
    }
}

pub(crate) mod ours {
    //! `#[dependency]` and the runtime's tokens.

    use super::{
        ApiRouter, Duration, HeaderMap, HttpError, Json, Key, ResponseEdits, Roles, Router, SECRET,
        Session, SessionId, State, StatusCode, Tokens, WINDOW, bearer_token, dependency, depends,
        get,
    };

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
}
