//! Bearer tokens, Basic credentials and API keys as they are presented (T4, A2, S33).

use auth_runtime::Optional;
use auth_runtime::prelude::*;
use auth_runtime::security::{ApiKey, ApiKeys, Basic, BasicCredentials, BearerToken, Presented};
use axum::Router;

use crate::support::{header, send, text};

const KEY: &str = "rPGL6d3cqGmhw4zMcvYf2w";

#[depends]
async fn bearer(#[depends(BearerToken)] token: Presented) -> String {
    format!("{} {token:?}", token.expose().len())
}

#[depends]
async fn basic(
    #[depends(Basic::realm("the \"back\" door"))] credentials: BasicCredentials,
) -> String {
    format!("{}:{}", credentials.user(), credentials.password())
}

#[dependency(errors(401))]
fn client(
    #[depends(ApiKey::header(HeaderName::from_static("x-api-key")))] key: Presented,
    State(keys): State<ApiKeys>,
) -> Result<String, HttpError> {
    let owner = keys.owner_of(key.expose()).ok_or_else(ApiKey::refuse)?;
    Ok(owner.to_owned())
}

#[depends]
async fn key(#[depends(client)] client: String) -> String {
    client
}

#[depends]
async fn key_in_query(#[depends(ApiKey::query("key"))] key: Presented) -> String {
    key.expose().to_owned()
}

#[depends]
async fn key_in_cookie(#[depends(ApiKey::cookie("key"))] key: Presented) -> String {
    key.expose().to_owned()
}

#[dependency]
fn maybe(#[depends(Optional(BearerToken))] token: Option<Presented>) -> bool {
    token.is_some()
}

#[depends]
async fn optional(#[depends(maybe)] presented: bool) -> String {
    presented.to_string()
}

fn app() -> Router {
    let keys = ApiKeys::new([("ci", KEY)]).expect("keys");
    ApiRouter::new("")
        .route("/bearer", get(bearer))
        .route("/basic", get(basic))
        .route("/key", get(key))
        .route("/key-in-query", get(key_in_query))
        .route("/key-in-cookie", get(key_in_cookie))
        .route("/optional", get(optional))
        .build()
        .expect("no mistake")
        .with_state(keys)
}

async fn answer(path: &str, headers: &[(&str, &str)]) -> (u16, String, String) {
    let response = send(&app(), &format!("GET {path}"), headers, "").await;
    let (status, challenge) = (
        response.status().as_u16(),
        header(&response, "www-authenticate").to_owned(),
    );
    (status, challenge, text(response).await)
}

#[tokio::test]
async fn a_bearer_token_is_the_value_and_does_not_show_in_debug() {
    let (status, _, body) = answer("/bearer", &[("authorization", "bearer secret")]).await;
    assert_eq!((status, body.as_str()), (200, "6 Presented(…)"));
}

#[tokio::test]
async fn only_a_presented_credential_is_answered_with_an_error_code() {
    for (headers, challenge) in [
        (&[][..], "Bearer"),
        (&[("authorization", "Basic eDp5")][..], "Bearer"),
        (
            &[("authorization", "Bearer")][..],
            "Bearer error=\"invalid_token\"",
        ),
        (
            &[("authorization", "Bearer a b")][..],
            "Bearer error=\"invalid_token\"",
        ),
        (
            &[("authorization", "Bearer a"), ("authorization", "Bearer b")][..],
            "Bearer error=\"invalid_token\"",
        ),
    ] {
        let (status, given, _) = answer("/bearer", headers).await;
        assert_eq!((status, given.as_str()), (401, challenge), "{headers:?}");
    }
}

#[tokio::test]
async fn basic_credentials_are_the_value_and_their_challenge_names_the_realm() {
    let (status, _, body) = answer("/basic", &[("authorization", "Basic dGVzdDoxMjPCow==")]).await;
    assert_eq!((status, body.as_str()), (200, "test:123£"));

    let challenge = "Basic realm=\"the \\\"back\\\" door\", charset=\"UTF-8\"";
    for headers in [&[][..], &[("authorization", "Basic !")][..]] {
        let (status, given, body) = answer("/basic", headers).await;
        assert_eq!((status, given.as_str()), (401, challenge));
        assert!(!body.contains('!'), "{body}");
    }
}

/// Such as that of a realm that was read from a file.
#[test]
fn a_line_break_in_a_realm_does_not_change_what_is_asked_for() {
    let refused = Basic::realm("metrics\r\n").refuse().into_response();
    assert_eq!(
        header(&refused, "www-authenticate"),
        "Basic realm=\"metrics\", charset=\"UTF-8\""
    );
}

#[tokio::test]
async fn an_api_key_is_read_from_its_place_only() {
    let cookie = format!("other=1; key={KEY}");
    for (path, headers) in [
        ("/key", ("x-api-key", KEY)),
        ("/key-in-cookie", ("cookie", cookie.as_str())),
        (&*format!("/key-in-query?key={KEY}"), ("accept", "*/*")),
    ] {
        assert_eq!(answer(path, &[headers]).await.0, 200, "{path}");
    }
    for (path, headers) in [
        ("/key", ("cookie", cookie.as_str())),
        ("/key-in-cookie", ("x-api-key", KEY)),
        ("/key-in-query", ("x-api-key", KEY)),
        ("/key", ("x-api-key", "not one that was handed out")),
    ] {
        let (status, challenge, body) = answer(path, &[headers]).await;
        assert_eq!(status, 401, "{path}");
        assert_eq!(challenge, "ApiKey", "{path}");
        assert!(!body.contains("handed out"), "{body}");
    }
    assert_eq!(answer("/key", &[]).await.1, "ApiKey");
}

#[tokio::test]
async fn optional_is_none_for_nothing_and_refuses_what_is_wrong() {
    assert_eq!(answer("/optional", &[]).await.2, "false");
    assert_eq!(
        answer("/optional", &[("authorization", "Bearer abc")])
            .await
            .2,
        "true"
    );
    assert_eq!(
        answer("/optional", &[("authorization", "Bearer ü")])
            .await
            .0,
        401
    );
}
