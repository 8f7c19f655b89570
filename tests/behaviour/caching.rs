//! A3: a response with a token must not be cached.

use auth_runtime::{HttpError, InvalidHeader, ResponseEdits, dependency, depends};
use axum::Router;
use axum::http::{HeaderValue, StatusCode, header};
use axum::routing::get as route;

use super::support::{Script, get, send};

const TOKEN: &str = "refreshtoken";

/// A value like a token's: marked as sensitive.
fn token() -> HeaderValue {
    let mut token = HeaderValue::from_static("slid");
    token.set_sensitive(true);
    token
}

#[tokio::test]
async fn a_response_with_a_token_is_not_stored() {
    let answer = Script::new(|edits| edits.set_default(TOKEN, token()))
        .run()
        .await;
    assert_eq!(answer.values("cache-control"), ["no-store"]);
    let answer = Script::new(|edits| edits.append(TOKEN, token()))
        .run()
        .await;
    assert_eq!(answer.values("cache-control"), ["no-store"]);
    let answer = Script::new(|edits| edits.set_default(TOKEN, "public"))
        .run()
        .await;
    assert_eq!(answer.values("cache-control"), [""; 0]);
}

#[tokio::test]
async fn a_response_with_a_token_is_not_stored_whatever_others_say() {
    let script = Script::new(|edits| {
        edits.set_default(TOKEN, token())?;
        edits.insert(header::CACHE_CONTROL, "public, max-age=3600")?;
        edits.append(header::CACHE_CONTROL, "immutable")
    });
    let answer = script
        .answering(|| [(header::CACHE_CONTROL, "max-age=60")])
        .run()
        .await;
    assert_eq!(answer.values("cache-control"), ["no-store"]);
}

#[tokio::test]
async fn an_error_with_a_token_is_not_stored() {
    #[dependency]
    async fn slide_token(response: &mut ResponseEdits) -> Result<(), InvalidHeader> {
        response.set_default(TOKEN, token())
    }

    #[dependency]
    async fn refuse() -> Result<(), HttpError> {
        Err(HttpError::new(StatusCode::FORBIDDEN))
    }

    #[depends(slide_token, refuse)]
    async fn handler() {}

    let answer = send(&Router::new().route("/", route(handler)), get("/")).await;
    answer.assert_slid(StatusCode::FORBIDDEN);
    assert_eq!(answer.values("cache-control"), ["no-store"]);
}
