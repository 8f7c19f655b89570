//! Pages of other origins: who may call, and what they may read.

use std::time::Duration;

use auth_runtime::Cors;
use auth_runtime::prelude::*;
use auth_runtime::routing::options;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use tracing::Level;

#[cfg(debug_assertions)]
use crate::logged::Logged;
use crate::support::{header, send, send_text};

const ALLOWED: &str = "https://admin.example.org";

#[dependency(sets("refreshtoken"), errors(401))]
fn check_auth(headers: &HeaderMap, response: &mut ResponseEdits) -> Result<(), HttpError> {
    bearer_token(headers)?;
    response.set_default("refreshtoken", "next")?;
    Ok(())
}

#[dependency(sets("x-remaining"), errors(429))]
fn at_most(headers: &HeaderMap) -> Result<(), HttpError> {
    match headers.get("x-often") {
        Some(_) => Err(StatusCode::TOO_MANY_REQUESTS.into()),
        None => Ok(()),
    }
}

#[depends]
async fn hello() -> &'static str {
    "hello"
}

#[depends]
async fn take(_text: String) {}

#[depends]
async fn fail() -> HttpError {
    HttpError::new(StatusCode::INTERNAL_SERVER_ERROR)
}

#[public]
async fn open() -> ([(&'static str, &'static str); 1], &'static str) {
    ([("vary", "accept")], "open")
}

#[depends]
async fn capabilities() -> &'static str {
    "everything"
}

fn api() -> ApiRouter<()> {
    ApiRouter::new("").route("/open", get(open)).include(
        ApiRouter::new("/guarded")
            .depends(check_auth)
            .depends(at_most)
            .layer(DefaultBodyLimit::max(8))
            .route("/", get(hello).post(take))
            .route("/fail", get(fail))
            .route("/options", options(capabilities)),
    )
}

fn app() -> Router {
    api().cors([ALLOWED]).build().expect("no mistakes")
}

fn allowed(response: &Response) -> String {
    header(response, "access-control-allow-origin")
}

#[tokio::test]
async fn an_allowed_origin_may_read_with_credentials() {
    let response = send(&app(), "GET /open", &[("origin", ALLOWED)]).await;
    assert_eq!(allowed(&response), ALLOWED);
    assert_eq!(
        header(&response, "access-control-allow-credentials"),
        "true"
    );
}

#[tokio::test]
async fn any_other_origin_may_not() {
    let app = app();
    for origin in [
        "null",
        "https://admin.example.org.evil.example",
        "https://evil-admin.example.org",
        "http://admin.example.org",
        "https://admin.example.org:8443",
        "https://ADMIN.example.org",
        "https://admin.example.org/",
    ] {
        let response = send(&app, "GET /open", &[("origin", origin)]).await;
        assert_eq!(response.status(), 200);
        assert_eq!(allowed(&response), "", "{origin}");
        assert_eq!(
            header(&response, "access-control-allow-credentials"),
            "",
            "{origin}"
        );
        assert_eq!(
            header(&response, "access-control-expose-headers"),
            "",
            "{origin}"
        );
    }
}

#[tokio::test]
async fn what_dependencies_declare_is_exposed() {
    let response = send(&app(), "GET /open", &[("origin", ALLOWED)]).await;
    assert_eq!(
        header(&response, "access-control-expose-headers"),
        "refreshtoken,x-remaining"
    );
}

#[tokio::test]
async fn more_can_be_exposed() {
    let cors = Cors::origins([ALLOWED])
        .expose("X-Total")
        .expose("refreshtoken");
    let app = api().cors(cors).build().expect("no mistakes");
    let response = send(&app, "GET /open", &[("origin", ALLOWED)]).await;
    assert_eq!(
        header(&response, "access-control-expose-headers"),
        "refreshtoken,x-remaining,x-total"
    );
}

#[tokio::test]
async fn without_the_declaration_the_header_is_invisible() {
    #[dependency]
    fn silent(response: &mut ResponseEdits) -> Result<(), HttpError> {
        response.set_default("refreshtoken", "next")?;
        Ok(())
    }

    let router = ApiRouter::<()>::new("")
        .depends(silent)
        .route("/", get(hello))
        .cors([ALLOWED]);
    let response = send(
        &router.build().expect("no mistakes"),
        "GET /",
        &[("origin", ALLOWED)],
    )
    .await;
    assert_eq!(header(&response, "refreshtoken"), "next");
    assert_eq!(header(&response, "access-control-expose-headers"), "");
}

#[cfg(debug_assertions)]
#[tokio::test]
async fn a_header_that_nobody_declares_is_reported_once_in_debug_builds() {
    #[dependency(sets("x-declared"))]
    fn careless(response: &mut ResponseEdits) -> Result<(), HttpError> {
        response.insert("x-declared", "1")?;
        response.insert("x-undeclared", "1")?;
        response.insert("cache-control", "no-store")?;
        response.remove("x-removed")?;
        Ok(())
    }

    let app = ApiRouter::<()>::new("")
        .depends(careless)
        .route("/", get(hello))
        .build();
    let app = app.expect("no mistakes");
    let warnings = Logged::at(Level::WARN);
    let _subscribed = tracing::subscriber::set_default(warnings.clone());
    for _ in 0..2 {
        assert_eq!(send(&app, "GET /", &[]).await.status(), 200);
    }
    let warnings = warnings.take();
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    assert!(
        warnings[0].contains(r#"add `sets("x-undeclared")`"#),
        "{warnings:?}"
    );
}

/// A status, and the request that is answered with it.
type Case<'a> = (u16, &'a str, &'a [(&'a str, &'a str)]);

#[tokio::test]
async fn every_answer_varies_with_the_origin_and_can_be_read() {
    let token = ("authorization", "Bearer good");
    let cases: [Case<'_>; 8] = [
        (200, "GET /guarded", &[token]),
        (401, "GET /guarded", &[]),
        (404, "GET /guarded/nothing", &[token]),
        (404, "GET /outside", &[]),
        (405, "DELETE /guarded", &[token]),
        (413, "POST /guarded", &[token]),
        (429, "GET /guarded", &[token, ("x-often", "1")]),
        (500, "GET /guarded/fail", &[token]),
    ];
    let app = app();
    for (status, line, headers) in cases {
        let response = send_text(&app, line, headers, "123456789").await;
        assert_eq!(response.status(), status, "{line}");
        assert_eq!(header(&response, "vary"), "origin", "{line}");
        assert_eq!(allowed(&response), "", "{line}");

        let headers = [headers, &[("origin", ALLOWED)]].concat();
        let response = send_text(&app, line, &headers, "123456789").await;
        assert_eq!(response.status(), status, "{line}");
        assert_eq!(header(&response, "vary"), "origin", "{line}");
        assert_eq!(allowed(&response), ALLOWED, "{line}");
        assert!(
            header(&response, "access-control-expose-headers").contains("refreshtoken"),
            "{line}"
        );
    }
}

#[tokio::test]
async fn what_else_the_answer_varies_with_stays() {
    let response = send(&app(), "GET /open", &[]).await;
    assert_eq!(header(&response, "vary"), "accept, origin");
}

#[tokio::test]
async fn a_preflight_is_answered_without_authentication_and_mirrors_what_is_asked() {
    let preflight = [
        ("origin", ALLOWED),
        ("access-control-request-method", "BREW"),
        ("access-control-request-headers", "authorization,x-anything"),
    ];
    let response = send(&app(), "OPTIONS /guarded", &preflight).await;
    assert_eq!(response.status(), 204);
    assert_eq!(allowed(&response), ALLOWED);
    assert_eq!(
        header(&response, "access-control-allow-credentials"),
        "true"
    );
    assert_eq!(header(&response, "access-control-allow-methods"), "BREW");
    assert_eq!(
        header(&response, "access-control-allow-headers"),
        "authorization,x-anything"
    );
    assert_eq!(header(&response, "refreshtoken"), "");
    assert_eq!(
        header(&response, "vary"),
        "origin, access-control-request-method, access-control-request-headers"
    );
}

#[tokio::test]
async fn a_preflight_of_another_origin_allows_nothing() {
    let preflight = [
        ("origin", "https://evil.example"),
        ("access-control-request-method", "GET"),
    ];
    let response = send(&app(), "OPTIONS /guarded", &preflight).await;
    assert_eq!(response.status(), 204);
    assert_eq!(
        (
            allowed(&response),
            header(&response, "access-control-allow-methods")
        ),
        Default::default()
    );
    assert!(header(&response, "vary").starts_with("origin"));
}

#[tokio::test]
async fn an_options_that_is_no_preflight_is_guarded_and_served() {
    let app = app();
    let stranger = send(&app, "OPTIONS /guarded/options", &[("origin", ALLOWED)]).await;
    assert_eq!(stranger.status(), 401);
    let token = [("authorization", "Bearer good"), ("origin", ALLOWED)];
    let response = send(&app, "OPTIONS /guarded/options", &token).await;
    assert_eq!(
        (response.status().as_u16(), allowed(&response)),
        (200, ALLOWED.to_owned())
    );
}

#[tokio::test]
async fn a_browser_remembers_for_as_long_as_it_is_told() {
    let cors = Cors::origins([ALLOWED]).max_age(Duration::from_mins(10));
    let app = api().cors(cors).build().expect("no mistakes");
    let preflight = [
        ("origin", ALLOWED),
        ("access-control-request-method", "GET"),
    ];
    let response = send(&app, "OPTIONS /guarded", &preflight).await;
    assert_eq!(header(&response, "access-control-max-age"), "600");
}

#[tokio::test]
async fn any_origin_is_allowed_without_credentials() {
    let app = api()
        .cors(Cors::origins(["*"]).without_credentials())
        .build()
        .expect("no mistakes");
    let response = send(&app, "GET /open", &[("origin", "https://x.example")]).await;
    assert_eq!(allowed(&response), "*");
    assert_eq!(header(&response, "access-control-allow-credentials"), "");
    assert_eq!(header(&response, "vary"), "accept, origin");
}

#[tokio::test]
async fn no_origin_is_allowed_where_none_is_named() {
    let app = api()
        .cors(Vec::<String>::new())
        .build()
        .expect("no mistakes");
    let response = send(&app, "GET /open", &[("origin", "null")]).await;
    assert_eq!(
        (allowed(&response), header(&response, "vary")),
        (String::new(), "accept, origin".to_owned())
    );
}

#[tokio::test]
async fn the_layer_alone_covers_what_is_outside_of_the_router() {
    let api = api();
    let cors = api.cors_layer([ALLOWED]).expect("no mistakes");
    let refuse_all = axum::middleware::from_fn(
        async |_: axum::extract::Request, _: axum::middleware::Next| StatusCode::URI_TOO_LONG,
    );
    let app = api
        .build()
        .expect("no mistakes")
        .layer(refuse_all)
        .layer(cors);
    let response = send(&app, "GET /open", &[("origin", ALLOWED)]).await;
    assert_eq!(
        (response.status().as_u16(), allowed(&response)),
        (414, ALLOWED.to_owned())
    );
}

#[test]
fn what_cannot_be_allowed_fails_the_build_with_the_reason() {
    let cors = Cors::origins([
        "*",
        "null",
        "admin.example.org",
        "https://admin.example.org/",
    ])
    .expose("no header");
    let inner = ApiRouter::new("/inner")
        .cors([ALLOWED])
        .route("/", get(open));
    let mistakes = ApiRouter::<()>::new("")
        .include(inner)
        .cors(cors)
        .build()
        .expect_err("mistakes");
    insta::assert_snapshot!(mistakes);

    let layer = api().cors_layer(["null"]).expect_err("a mistake");
    assert!(layer.to_string().contains("sandboxed"));
}
