//! External services below a guarded path (R5, R8).

use std::convert::Infallible;

use auth_runtime::prelude::*;
use axum::body::{Body, Bytes};
use axum::extract::{FromRef, MatchedPath, OriginalUri, Path, Request};
use axum::{Router, routing};
use futures_util::stream;
use http_body_util::BodyExt;
use tower::service_fn;

use crate::support::{ask, send, status, text, values};

/// Lets every request pass that names a user.
#[dependency(errors(401))]
async fn check(headers: &HeaderMap, response: &mut ResponseEdits) -> Result<(), HttpError> {
    response.set_default("refreshtoken", "better")?;
    match headers.get("x-name") {
        Some(_) => Ok(()),
        None => Err(HttpError::new(StatusCode::UNAUTHORIZED)),
    }
}

const NAME: (&str, &str) = ("x-name", "ann");

fn app(router: ApiRouter<()>) -> Router {
    router
        .depends(check)
        .build()
        .expect("a router without mistakes")
}

/// Answers with the path that it sees.
fn echo() -> Router {
    Router::new().fallback(async |uri: Uri| uri.to_string())
}

/// FastAPI's row M6: there, `app.mount(…)` gets none of the application's dependencies.
#[tokio::test]
async fn everything_below_a_mounted_path_is_guarded() {
    let app = app(ApiRouter::new("/api").mount("/files", echo()));
    for path in ["", "/", "/a", "/a/b", "//a", "/%2e", "/a?b=c"] {
        for method in ["GET", "POST", "OPTIONS", "BREW"] {
            let line = format!("{method} /api/files{path}");
            assert_eq!(status(&app, &line, &[]).await, 401, "{line}");
            let response = send(&app, &line, &[NAME]).await;
            assert_eq!(response.status(), 200, "{line}");
            assert_eq!(
                values(response.headers(), "refreshtoken"),
                ["better"],
                "{line}"
            );
        }
    }
    assert_eq!(status(&app, "GET /api/filesystem", &[NAME]).await, 404);
}

#[tokio::test]
async fn a_mounted_service_sees_the_rest_of_the_path() {
    let app = app(ApiRouter::new("/api")
        .mount("/files", echo())
        .mount("/slash/", echo())
        .include(ApiRouter::new("/orgs/{org}").mount("/docs", echo()))
        .include(ApiRouter::new("/root").mount("/", echo())));
    for (path, seen) in [
        ("/api/files", "/"),
        ("/api/files/", "/"),
        ("/api/files/a?b=c", "/a?b=c"),
        ("/api/files/a%2Fb", "/a%2Fb"),
        ("/api/slash/a", "/a"),
        ("/api/orgs/7/docs/a", "/a"),
        ("/api/root/a", "/a"),
        ("/api/root", "/"),
    ] {
        let answer = ask(&app, &format!("GET {path}"), &[NAME]).await;
        assert_eq!(answer, (200, seen.to_owned()), "{path}");
    }
}

#[derive(Clone)]
struct Greeting(&'static str);

#[derive(Clone)]
struct AppState {
    greeting: Greeting,
}

impl FromRef<AppState> for Greeting {
    fn from_ref(state: &AppState) -> Self {
        state.greeting.clone()
    }
}

#[tokio::test]
async fn an_axum_router_is_mounted_with_its_state_its_parameters_and_its_fallback() {
    async fn greet(State(greeting): State<Greeting>, Path(name): Path<String>) -> String {
        format!("{} {name}", greeting.0)
    }
    let site = Router::new()
        .route("/greet/{name}", routing::get(greet))
        .fallback(async || (StatusCode::NOT_FOUND, "the site's own"))
        .with_state(AppState {
            greeting: Greeting("hello"),
        });
    let app = app(ApiRouter::new("").mount("/site", site));
    let greeted = ask(&app, "GET /site/greet/bob", &[NAME]).await;
    assert_eq!(greeted, (200, "hello bob".to_owned()));
    let unknown = ask(&app, "GET /site/none", &[NAME]).await;
    assert_eq!(unknown, (404, "the site's own".to_owned()));

    let refused = send(&app, "PUT /site/greet/bob", &[NAME]).await;
    assert_eq!(refused.status(), 405);
    assert_eq!(values(refused.headers(), "allow"), ["GET,HEAD"]);
    assert_eq!(values(refused.headers(), "refreshtoken"), ["better"]);
}

#[tokio::test]
async fn a_mounted_handler_knows_where_it_is() {
    async fn place(path: MatchedPath, OriginalUri(uri): OriginalUri) -> String {
        format!("{} of {uri}", path.as_str())
    }
    let site = Router::new().route("/{page}", routing::get(place));
    let app = app(ApiRouter::new("/api").mount("/site", site));
    let (status, body) = ask(&app, "GET /api/site/home", &[NAME]).await;
    assert_eq!(
        (status, &*body),
        (200, "/api/site/{page} of /api/site/home")
    );
}

#[tokio::test]
async fn any_tower_service_is_mounted() {
    let service = service_fn(async |request: Request| {
        let body = request
            .into_body()
            .collect()
            .await
            .expect("a body")
            .to_bytes();
        Ok::<_, Infallible>((StatusCode::ACCEPTED, format!("{} bytes", body.len())))
    });
    let app = app(ApiRouter::new("").mount("/count", service));
    assert_eq!(
        ask(&app, "POST /count", &[NAME]).await,
        (202, "0 bytes".to_owned())
    );
    assert_eq!(status(&app, "POST /count", &[]).await, 401);
}

#[tokio::test]
async fn a_streamed_body_has_the_edits_on_its_head_and_is_not_gathered() {
    let endless = async || {
        Body::from_stream(stream::repeat_with(|| {
            Ok::<_, Infallible>(Bytes::from("data\n"))
        }))
    };
    let app = app(ApiRouter::new("").mount("/feed", Router::new().fallback(endless)));
    let response = send(&app, "GET /feed", &[NAME]).await;
    assert_eq!(values(response.headers(), "refreshtoken"), ["better"]);
    let mut body = response.into_body();
    for _ in 0..3 {
        let frame = body.frame().await.expect("more").expect("no error");
        assert_eq!(frame.into_data().expect("data"), "data\n");
    }
}

#[tokio::test]
async fn a_publicly_mounted_service_skips_what_it_inherits() {
    let app = app(ApiRouter::new("").mount_public("/assets", echo()));
    for line in [
        "GET /assets",
        "GET /assets/",
        "GET /assets/app.js",
        "BREW /assets/app.js",
    ] {
        let response = send(&app, line, &[]).await;
        assert_eq!(response.status(), 200, "{line}");
        assert!(
            values(response.headers(), "refreshtoken").is_empty(),
            "{line}"
        );
    }
    assert_eq!(status(&app, "GET /asset", &[]).await, 401);
}

/// A router's own routes come first, and a guarded prefix below a mounted path does not belong to the mount.
#[tokio::test]
async fn routes_below_a_mounted_path_go_first() {
    #[depends]
    async fn own() -> &'static str {
        "own"
    }

    #[dependency]
    async fn nobody() -> Result<(), HttpError> {
        Err(HttpError::new(StatusCode::FORBIDDEN))
    }

    let app = app(ApiRouter::new("")
        .mount("/files", echo())
        .route("/files/own", get(own))
        .route("/files/of/{user}", get(own))
        .include(
            ApiRouter::new("/files/secret")
                .depends(nobody)
                .route("/x", get(own)),
        ));
    for (line, expected) in [
        ("GET /files/own", (200, "own")),
        ("GET /files/of/ann", (200, "own")),
        ("GET /files/own/more", (200, "/own/more")),
        ("GET /files/of", (200, "/of")),
        ("GET /files/of/ann/more", (200, "/of/ann/more")),
    ] {
        let (status, body) = ask(&app, line, &[NAME]).await;
        assert_eq!((status, &*body), expected, "{line}");
    }
    for path in ["", "/", "/x", "/x/y", "/z"] {
        let line = format!("GET /files/secret{path}");
        assert_eq!(status(&app, &line, &[NAME]).await, 403, "{line}");
    }
}

/// The mounted service answers all methods, except those that have a handler there.
#[tokio::test]
async fn a_handler_at_the_mounted_path_takes_its_own_method() {
    #[depends]
    async fn own() -> &'static str {
        "own"
    }

    let app = app(ApiRouter::new("")
        .mount("/files", echo())
        .route("/files", post(own)));
    assert_eq!(ask(&app, "POST /files", &[NAME]).await.1, "own");
    assert_eq!(ask(&app, "GET /files", &[NAME]).await.1, "/");
    assert_eq!(ask(&app, "POST /files/x", &[NAME]).await.1, "/x");
}

/// A mounted axum router's handlers are guarded by the routers, and by what they themselves declare.
#[tokio::test]
async fn handlers_of_a_mounted_router_may_have_dependencies_of_their_own() {
    #[dependency]
    async fn own(response: &mut ResponseEdits) -> Result<&'static str, HttpError> {
        response.append("x-own", "yes")?;
        Ok("own")
    }

    #[depends]
    async fn handler(#[depends(own)] value: &'static str) -> &'static str {
        value
    }

    let site = Router::new().route("/", routing::get(handler));
    let app = app(ApiRouter::new("").mount("/site", site));
    let response = send(&app, "GET /site", &[NAME]).await;
    assert_eq!(values(response.headers(), "refreshtoken"), ["better"]);
    assert_eq!(values(response.headers(), "x-own"), ["yes"]);
    assert_eq!(text(response).await, (200, "own".to_owned()));
}

/// A mounted service's error response is left as it is, with the edits added.
#[tokio::test]
async fn a_failing_service_keeps_its_answer_and_gets_the_edits() {
    let failing = service_fn(async |_: Request| {
        Ok::<_, Infallible>((StatusCode::BAD_GATEWAY, [("refreshtoken", "own")], "down"))
    });
    let app = app(ApiRouter::new("").mount("/legacy", failing));
    let response = send(&app, "GET /legacy", &[NAME]).await;
    // A default yields to what the service sets.
    assert_eq!(values(response.headers(), "refreshtoken"), ["own"]);
    assert_eq!(text(response).await, (502, "down".to_owned()));
}
