//! What dependencies provide: to handlers, to others, by name and by nothing else (rows B16 and H of
//! FASTAPI.md).

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use auth_runtime::prelude::*;
use auth_runtime::{Provides, Rejection, RequestContext};
use axum::extract::{FromRequestParts, MatchedPath, OriginalUri, Path, Query};
use axum::{Extension, Json, Router};
use serde::Deserialize;

use crate::support::{Trace, ask, send, values};

fn built(router: ApiRouter<Trace>, trace: &Trace) -> Router {
    router
        .build()
        .expect("a router without mistakes")
        .with_state(trace.clone())
}

#[derive(Clone)]
struct User {
    name: String,
}

#[dependency(errors(401))]
async fn current_user(headers: &HeaderMap, State(trace): State<Trace>) -> Result<User, HttpError> {
    trace.note("current_user");
    let name = headers.get("x-name").and_then(|name| name.to_str().ok());
    let name = name.ok_or(HttpError::new(StatusCode::UNAUTHORIZED))?;
    Ok(User {
        name: name.to_owned(),
    })
}

/// FastAPI's rows H13 and H14: there, the value of a router's dependency is dropped, and handlers read
/// `request.state`, untyped.
#[tokio::test]
async fn a_routers_dependency_runs_once_and_gives_its_value_to_the_handler() {
    #[depends]
    async fn me(#[depends(current_user)] user: User) -> String {
        user.name
    }

    let trace = Trace::default();
    let app = built(
        ApiRouter::new("").depends(current_user).route("/", get(me)),
        &trace,
    );
    assert_eq!(
        ask(&app, "GET /", &[("x-name", "ann")]).await,
        (200, "ann".to_owned())
    );
    assert_eq!(trace.take(), ["current_user"]);
}

/// FastAPI's row B16: nothing is looked up by type.
#[tokio::test]
async fn two_dependencies_of_one_type_do_not_meet() {
    #[dependency]
    async fn owner(#[depends(current_user)] user: User) -> String {
        user.name
    }

    #[dependency]
    async fn language() -> String {
        "en".to_owned()
    }

    #[depends]
    async fn both(#[depends(language)] one: String, #[depends(owner)] other: String) -> String {
        format!("{one} {other}")
    }

    let router = ApiRouter::new("")
        .depends(owner)
        .depends(language)
        .route("/", get(both));
    let app = built(router, &Trace::default());
    assert_eq!(ask(&app, "GET /", &[("x-name", "ann")]).await.1, "en ann");
}

/// FastAPI's rows H1, H2, H5 and H20: a class whose constructor takes parameters of the request.
#[tokio::test]
async fn an_extractor_of_ones_own_is_a_parameter_of_dependencies_and_of_handlers() {
    #[derive(Deserialize)]
    struct Page {
        number: u32,
    }

    #[derive(FromRequestParts)]
    struct Listing {
        #[from_request(via(Query))]
        page: Page,
        method: Method,
    }

    #[dependency]
    async fn small(listing: Listing) -> Result<u32, HttpError> {
        match listing.page.number {
            0..10 => Ok(listing.page.number),
            _ => Err(HttpError::new(StatusCode::UNPROCESSABLE_ENTITY)),
        }
    }

    #[depends]
    async fn list(#[depends(small)] page: u32, listing: Listing) -> String {
        format!("{} page {page}", listing.method)
    }

    let app = built(ApiRouter::new("").route("/", get(list)), &Trace::default());
    assert_eq!(
        ask(&app, "GET /?number=7", &[]).await,
        (200, "GET page 7".to_owned())
    );
    assert_eq!(ask(&app, "GET /?number=70", &[]).await.0, 422);
    assert_eq!(ask(&app, "GET /", &[]).await.0, 400);
}

/// FastAPI's rows H17 to H19.
#[tokio::test]
async fn a_dependency_takes_every_extractor_of_the_head() {
    type Words = Query<Vec<(String, String)>>;

    #[dependency]
    async fn borrowed(
        headers: &HeaderMap,
        method: &Method,
        request: &Parts,
        response: &mut ResponseEdits,
    ) -> Result<String, HttpError> {
        response.set_default("x-version", format!("{:?}", request.version))?;
        Ok(format!("{method} with {}", headers.len()))
    }

    #[dependency]
    async fn extracted(
        Path(id): Path<u32>,
        Query(words): Words,
        State(trace): State<Trace>,
        Extension(number): Extension<u8>,
        template: MatchedPath,
        OriginalUri(uri): OriginalUri,
    ) -> String {
        trace.note("extracted");
        format!("{id} {} {number} {} {uri}", words.len(), template.as_str())
    }

    #[depends]
    async fn show(#[depends(borrowed)] one: String, #[depends(extracted)] other: String) -> String {
        format!("{one} {other}")
    }

    let router = ApiRouter::new("/users")
        .layer(Extension(7_u8))
        .route("/{id}", get(show));
    let app = built(router, &Trace::default());
    let response = send(&app, "GET /users/3?a=b&c=d", &[("x-one", "1")]).await;
    assert_eq!(values(response.headers(), "x-version"), ["HTTP/1.1"]);
    let (_, body) = crate::support::text(response).await;
    assert_eq!(body, "GET with 1 3 2 7 /users/{id} /users/3?a=b&c=d");
}

/// FastAPI's rows H7 and H8: `Annotated[…]` aliases.
#[tokio::test]
async fn a_dependency_under_another_name_is_the_same() {
    use current_user as who;

    #[depends(current_user)]
    async fn me(#[depends(who)] user: User) -> String {
        user.name
    }

    let trace = Trace::default();
    let app = built(ApiRouter::new("").depends(who).route("/", get(me)), &trace);
    assert_eq!(ask(&app, "GET /", &[("x-name", "ann")]).await.1, "ann");
    assert_eq!(trace.take(), ["current_user"]);
}

/// FastAPI's row H21: there, a dependency that is called directly gets `Depends` objects as arguments.
#[tokio::test]
async fn a_dependency_is_called_by_hand_as_the_function_that_it_is() {
    let mut headers = HeaderMap::new();
    let called = current_user::call(&headers, State(Trace::default())).await;
    assert_eq!(
        called.err().map(|error| error.status()),
        Some(StatusCode::UNAUTHORIZED)
    );
    headers.insert("x-name", "ann".parse().expect("a value"));
    let called = current_user::call(&headers, State(Trace::default())).await;
    assert_eq!(called.expect("a user").name, "ann");
}

/// FastAPI's row E8: there, the handler of validation errors itself fails with a 500 for such bodies.
#[tokio::test]
async fn hostile_json_is_a_problem_and_no_500() {
    #[depends(current_user)]
    async fn save(Json(_): Json<f64>) {}

    let app = built(ApiRouter::new("").route("/", post(save)), &Trace::default());
    for body in [
        "NaN",
        "Infinity",
        "1e999",
        r#""\ud800""#,
        "{\"a\":",
        "\u{feff}1",
        "[[[[[[",
        "",
    ] {
        let request = axum::extract::Request::post("/")
            .header("content-type", "application/json")
            .header("x-name", "ann")
            .body(axum::body::Body::from(body))
            .expect("a request");
        let response = tower::ServiceExt::oneshot(app.clone(), request)
            .await
            .expect("infallible");
        let status = response.status();
        assert!(status == 400 || status == 422, "{body}: {status}");
        assert_eq!(
            values(response.headers(), "content-type"),
            ["application/problem+json"]
        );
    }
}

/// How often two dependencies were compared, or one was cloned.
static COMPARED: AtomicUsize = AtomicUsize::new(0);

#[derive(Debug)]
struct Counted;

impl PartialEq for Counted {
    fn eq(&self, _: &Self) -> bool {
        COMPARED.fetch_add(1, Ordering::SeqCst);
        true
    }
}

impl Clone for Counted {
    fn clone(&self) -> Self {
        COMPARED.fetch_add(1, Ordering::SeqCst);
        Self
    }
}

#[dependency]
impl Counted {
    async fn call(&self) -> Arc<str> {
        "counted".into()
    }
}

/// FastAPI's row G14: while any override is installed, each dependency is inspected on each request.
#[tokio::test]
async fn a_dependency_that_is_used_once_is_neither_compared_nor_cloned_for_a_request() {
    #[depends(Counted)]
    async fn show() {}

    let app = built(
        ApiRouter::new("")
            .depends(current_user)
            .route("/", get(show)),
        &Trace::default(),
    );
    COMPARED.store(0, Ordering::SeqCst);
    for _ in 0..3 {
        assert_eq!(ask(&app, "GET /", &[("x-name", "ann")]).await.0, 200);
    }
    assert_eq!(COMPARED.load(Ordering::SeqCst), 0);
}

/// A dependency that is written by hand works like any other, also for those from the macro.
#[tokio::test]
async fn a_dependency_written_by_hand_is_one_of_them() {
    #[derive(Clone, PartialEq)]
    struct Greeting;

    impl Provides for Greeting {
        type Output = String;
    }

    impl Dependency<Trace> for Greeting {
        async fn resolve(
            &self,
            context: &mut RequestContext,
            state: &Trace,
        ) -> Result<String, Rejection> {
            let user = context.resolve(&current_user(), state).await?;
            Ok(format!("hello, {}", user.name))
        }
    }

    #[depends(current_user)]
    async fn greet(#[depends(Greeting)] greeting: String) -> String {
        greeting
    }

    let trace = Trace::default();
    let app = built(
        ApiRouter::new("").depends(Greeting).route("/", get(greet)),
        &trace,
    );
    assert_eq!(
        ask(&app, "GET /", &[("x-name", "ann")]).await.1,
        "hello, ann"
    );
    assert_eq!(trace.take(), ["current_user"]);
}
