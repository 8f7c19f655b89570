//! Tokens by `jsonwebtoken`, as a careful developer would write them: keys created once, no leeway.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use axum::http::{HeaderMap, StatusCode, header};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};

use super::{SECRET, WINDOW};

#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Claims {
    sub: String,
    roles: Vec<String>,
    exp: u64,
}

impl Claims {
    pub(super) fn require_admin(&self) -> Result<(), StatusCode> {
        let is_admin = self.roles.iter().any(|role| role == "admin");
        if is_admin {
            Ok(())
        } else {
            Err(StatusCode::FORBIDDEN)
        }
    }
}

#[derive(Clone)]
pub(super) struct Keys(Arc<(EncodingKey, DecodingKey, Validation)>);

impl Keys {
    pub(super) fn new() -> Self {
        let mut validation = Validation::new(Algorithm::HS256);
        validation.leeway = 0;
        Self(Arc::new((
            EncodingKey::from_secret(SECRET),
            DecodingKey::from_secret(SECRET),
            validation,
        )))
    }

    pub(super) fn verify(&self, headers: &HeaderMap) -> Result<Claims, StatusCode> {
        let token = headers
            .get(header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
        let token = token.ok_or(StatusCode::UNAUTHORIZED)?;
        let decoded = jsonwebtoken::decode::<Claims>(token, &self.0.1, &self.0.2);
        Ok(decoded.map_err(|_| StatusCode::UNAUTHORIZED)?.claims)
    }

    /// The same claims for the next window.
    pub(super) fn slide(&self, mut claims: Claims) -> Result<String, StatusCode> {
        claims.exp = now() + WINDOW;
        jsonwebtoken::encode(&Header::default(), &claims, &self.0.0)
            .map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)
    }
}

fn now() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs())
}

/// The token that the client sends.
pub(crate) fn token() -> String {
    let claims = Claims {
        sub: "ann".into(),
        roles: vec!["admin".into()],
        exp: 0,
    };
    Keys::new().slide(claims).expect("a token")
}
