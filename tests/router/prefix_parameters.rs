//! The parameters of a prefix reach the dependencies of its router, on every path below it.

use auth_runtime::prelude::*;
use axum::Router;
use axum::extract::{MatchedPath, Path};
use serde::Deserialize;

use crate::support::{ask, send, status};

#[derive(Deserialize)]
struct Place {
    org: u32,
}

/// Lets members of organisation 7 pass.
#[dependency(errors(403))]
async fn member(
    Path(Place { org }): Path<Place>,
    response: &mut ResponseEdits,
) -> Result<u32, HttpError> {
    response.set_default("x-org", org)?;
    if org == 7 {
        Ok(org)
    } else {
        Err(HttpError::new(StatusCode::FORBIDDEN))
    }
}

/// The prefix's only parameter, by its position.
#[dependency]
async fn first(Path(org): Path<String>) -> String {
    org
}

#[depends]
async fn show(#[depends(member)] org: u32, Path((_, file)): Path<(u32, String)>) -> String {
    format!("{file} of {org}")
}

#[depends]
async fn root(#[depends(first)] org: String) -> String {
    org
}

fn app() -> Router {
    ApiRouter::new("/orgs/{org}")
        .depends(member)
        .route("/files/{file}", get(show))
        .mount(
            "/static",
            Router::new().route("/{name}", axum::routing::get(name_only)),
        )
        .build()
        .expect("a router without mistakes")
}

/// A mounted router's handler, whose own parameter is its only one.
async fn name_only(Path(parameters): Path<Vec<(String, String)>>) -> String {
    format!("{parameters:?}")
}

#[tokio::test]
async fn a_routers_dependency_sees_the_parameters_of_its_prefix_on_every_path() {
    let app = app();
    for (line, expected) in [
        ("GET /orgs/7/files/a", 200),
        ("GET /orgs/7", 404),
        ("GET /orgs/7/", 404),
        ("GET /orgs/7/none/x", 404),
        ("GET /orgs/7/files", 404),
        ("GET /orgs/7/files//", 404),
        ("POST /orgs/7/files/a", 405),
        ("GET /orgs/7/static/a", 200),
        ("GET /orgs/7/static", 404),
    ] {
        let response = send(&app, line, &[]).await;
        assert_eq!(response.status(), expected, "{line}");
        assert_eq!(response.headers()["x-org"], "7", "{line}");
        let stranger = line.replace("/7", "/8");
        assert_eq!(status(&app, &stranger, &[]).await, 403, "{stranger}");
        let malformed = line.replace("/7", "/none");
        assert_eq!(status(&app, &malformed, &[]).await, 400, "{malformed}");
    }
}

/// The wildcard that covers unknown paths is not one of their parameters.
#[tokio::test]
async fn a_paths_only_parameter_is_extracted_alone_on_paths_that_do_not_exist() {
    let app: Router = ApiRouter::new("/orgs/{org}")
        .depends(first)
        .route("/", get(root))
        .build()
        .expect("a router without mistakes");
    assert_eq!(
        ask(&app, "GET /orgs/acme", &[]).await,
        (200, "acme".to_owned())
    );
    assert_eq!(status(&app, "GET /orgs/acme/none/at/all", &[]).await, 404);
    assert_eq!(status(&app, "GET /orgs/acme/%FF", &[]).await, 404);
}

#[tokio::test]
async fn a_mounted_router_sees_the_prefixes_parameters_and_its_own() {
    let (status, body) = ask(&app(), "GET /orgs/7/static/a", &[]).await;
    assert_eq!((status, &*body), (200, r#"[("org", "7"), ("name", "a")]"#));
}

/// FastAPI's row H15: there, a parameter that the prefix lacks becomes a query parameter, which the
/// caller controls.
#[test]
fn a_parameter_that_the_prefix_lacks_is_an_error_and_not_read_from_the_query() {
    let mistakes = ApiRouter::<()>::new("/orgs")
        .depends(member)
        .route("/{other}", get(root))
        .build()
        .expect_err("a router with a mistake")
        .to_string();
    assert!(
        mistakes.contains(
            "`member` takes a parameter `org` from the path, but GET /orgs/{other} has none"
        ),
        "{mistakes}"
    );
}

/// FastAPI's rows H23 and H24.
#[tokio::test]
async fn a_dependency_sees_the_matched_template() {
    #[dependency]
    async fn template(
        path: Option<MatchedPath>,
        response: &mut ResponseEdits,
    ) -> Result<(), HttpError> {
        let path = path.map_or("none".to_owned(), |path| path.as_str().to_owned());
        response.insert("x-template", path)?;
        Ok(())
    }

    #[depends]
    async fn nothing() {}

    let app: Router = ApiRouter::new("/orgs/{org}")
        .depends(template)
        .route("/files/{file}", get(nothing))
        .build()
        .expect("a router without mistakes");
    for (line, template) in [
        ("GET /orgs/7/files/a", "/orgs/{org}/files/{file}"),
        ("POST /orgs/7/files/a", "/orgs/{org}/files/{file}"),
        ("GET /orgs/7", "/orgs/{org}"),
        ("GET /orgs/7/none", "none"),
    ] {
        let response = send(&app, line, &[]).await;
        assert_eq!(response.headers()["x-template"], template, "{line}");
    }
}

#[dependency]
async fn by_place(Path(_org): Path<u32>) {}

/// Takes no parameter, and guards whatever the prefix matches.
#[dependency(errors(401))]
fn no_stranger() -> Result<(), HttpError> {
    Err(StatusCode::UNAUTHORIZED.into())
}

#[public]
async fn logo() {}

/// A public route does not run the router's dependencies, but they run before its other methods are refused.
#[test]
fn a_parameter_too_many_of_a_public_route_is_an_error() {
    let router = |path: &str, methods| {
        ApiRouter::<()>::new("/orgs/{org}")
            .depends(by_place)
            .route(path, methods)
    };
    let mistakes = router("/logo/{size}", get(logo)).build();
    let mistakes = mistakes.expect_err("a router with a mistake").to_string();
    assert!(
        mistakes.contains(
            "`by_place` takes one parameter from the path, but ANY /orgs/{org}/logo/{size} has 2"
        ),
        "{mistakes}"
    );
    assert!(router("/logo", get(logo)).build().is_ok());
    assert!(router("/logo/{size}", any(logo)).build().is_ok());
}

/// Beside a prefix that is a parameter, `/login` and `/help/a` are no organisation's.
#[tokio::test]
async fn a_literal_in_the_place_of_a_prefixes_parameter_is_not_below_that_prefix() {
    let beside = |guard: fn(ApiRouter<()>) -> ApiRouter<()>| -> Router {
        ApiRouter::new("")
            .route("/login", post(logo))
            .route("/help/{topic}/{page}", get(logo))
            .include(guard(ApiRouter::new("/{org}").route("/logo", get(logo))))
            .build()
            .expect("a router without mistakes")
    };
    for app in [
        beside(|router| router.depends(member)),
        beside(|router| router.depends(by_place)),
    ] {
        assert_eq!(status(&app, "POST /login", &[]).await, 200);
        for line in ["GET /login", "POST /help/a/1"] {
            let response = send(&app, line, &[]).await;
            assert_eq!(response.status(), 405, "{line}");
            assert!(!response.headers().contains_key("x-org"), "{line}");
        }
        assert_eq!(status(&app, "GET /login/none", &[]).await, 400);
    }
    let app = beside(|router| router.depends(no_stranger));
    assert_eq!(status(&app, "GET /login", &[]).await, 401);
    assert_eq!(status(&app, "POST /help/a/1", &[]).await, 401);
}

/// The dependency of a router runs where nothing answers, too.
#[test]
fn a_parameter_that_the_paths_without_a_handler_lack_is_an_error() {
    let mistakes = ApiRouter::<()>::new("")
        .depends(member)
        .route("/orgs/{org}", get(root))
        .build()
        .expect_err("a router with a mistake")
        .to_string();
    assert!(
        mistakes.contains(
            "`member` takes a parameter `org` from the path, but ANY /{*anything} has none"
        ),
        "{mistakes}"
    );
}
