//! The state of the application does not contain what an extractor of one's own takes.
//!
//! Fix: write `impl FromRef<AppState> for Tokens`; or make the extractor a dependency, whose error names what is
//! missing.

use auth_runtime::prelude::*;
use axum::extract::{FromRef, FromRequestParts};

#[derive(Clone)]
struct Tokens;

#[derive(Clone)]
struct AppState;

struct CurrentUser;

impl<S> FromRequestParts<S> for CurrentUser
where
    S: Sync,
    Tokens: FromRef<S>,
{
    type Rejection = StatusCode;

    async fn from_request_parts(_parts: &mut Parts, state: &S) -> Result<Self, StatusCode> {
        let _tokens = Tokens::from_ref(state);
        Ok(Self)
    }
}

#[depends]
async fn me(_user: CurrentUser) -> &'static str {
    "ann"
}

fn main() {
    let _ = ApiRouter::<AppState>::new("").route("/me", get(me));
}
