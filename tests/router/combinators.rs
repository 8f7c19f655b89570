//! `Optional` and `fresh`: dependencies that wrap another one (rows B of FASTAPI.md, F8).

use auth_runtime::prelude::*;
use auth_runtime::{Optional, fresh};
use axum::Router;
use axum::http::HeaderValue;

use crate::support::{Trace, ask, send, status, values};

/// `good` is a key, any other one is wrong, `broken` is an error of another kind.
#[dependency(security = "key", errors(401, 503))]
async fn key(
    headers: &HeaderMap,
    response: &mut ResponseEdits,
    State(trace): State<Trace>,
) -> Result<&'static str, HttpError> {
    trace.note("key");
    response.append("x-key", "asked")?;
    match headers.get("x-key").map(HeaderValue::as_bytes) {
        None => Err(HttpError::new(StatusCode::UNAUTHORIZED).nothing_presented()),
        Some(b"good") => Ok("good"),
        Some(b"broken") => Err(HttpError::new(StatusCode::SERVICE_UNAVAILABLE)),
        Some(_) => Err(HttpError::new(StatusCode::UNAUTHORIZED)),
    }
}

#[dependency]
async fn owner(#[depends(key)] key: &'static str) -> String {
    format!("owner of {key}")
}

/// Takes the value of an optional dependency, as other dependencies do.
#[dependency]
async fn greeting(#[depends(Optional(owner))] owner: Option<String>) -> String {
    format!("hello, {}", owner.as_deref().unwrap_or("stranger"))
}

#[depends]
async fn greet(#[depends(greeting)] greeting: String) -> String {
    greeting
}

fn built(router: ApiRouter<Trace>, trace: &Trace) -> Router {
    router
        .build()
        .expect("a router without mistakes")
        .with_state(trace.clone())
}

/// FastAPI's row F8 is `auto_error=False`, which treats a wrong credential as a missing one.
#[tokio::test]
async fn only_a_missing_credential_is_none_and_a_bad_one_is_refused() {
    let app = built(ApiRouter::new("").route("/", get(greet)), &Trace::default());
    let of = async |key: &'static str| ask(&app, "GET /", &[("x-key", key)]).await;
    assert_eq!(
        ask(&app, "GET /", &[]).await,
        (200, "hello, stranger".to_owned())
    );
    assert_eq!(of("good").await, (200, "hello, owner of good".to_owned()));
    assert_eq!(of("bad").await.0, 401);
    assert_eq!(of("").await.0, 401);
    assert_eq!(of("broken").await.0, 503);
}

#[tokio::test]
async fn an_optional_dependency_of_a_router_lets_strangers_pass_and_refuses_bad_ones() {
    #[depends]
    async fn open() {}

    let router = ApiRouter::new("")
        .depends(Optional(key))
        .route("/", get(open));
    let app = built(router, &Trace::default());
    assert_eq!(status(&app, "GET /", &[]).await, 200);
    assert_eq!(status(&app, "GET /", &[("x-key", "bad")]).await, 401);
    assert_eq!(status(&app, "GET /none", &[("x-key", "bad")]).await, 401);
    assert_eq!(status(&app, "GET /none", &[]).await, 404);
}

#[tokio::test]
async fn edits_of_what_was_missing_survive() {
    let app = built(ApiRouter::new("").route("/", get(greet)), &Trace::default());
    let response = send(&app, "GET /", &[]).await;
    assert_eq!(values(response.headers(), "x-key"), ["asked"]);
}

/// A failure is not kept: whatever requires the dependency is refused, even after an optional use.
#[tokio::test]
async fn what_was_optional_for_one_is_required_of_another() {
    #[depends(key)]
    async fn required(#[depends(greeting)] greeting: String) -> String {
        greeting
    }

    let trace = Trace::default();
    let router = ApiRouter::new("")
        .depends(Optional(key))
        .route("/", get(required));
    let app = built(router, &trace);
    assert_eq!(status(&app, "GET /", &[]).await, 401);
    assert_eq!(trace.take(), ["key", "key"]);
    assert_eq!(status(&app, "GET /", &[("x-key", "good")]).await, 200);
    assert_eq!(trace.take(), ["key"]);
}

#[dependency]
async fn count(State(trace): State<Trace>) -> usize {
    trace.note("count");
    let so_far = trace.take();
    for note in &so_far {
        trace.note(note);
    }
    so_far.iter().filter(|note| **note == "count").count()
}

/// FastAPI's row B2.
#[tokio::test]
async fn fresh_runs_again_at_its_place_and_others_keep_the_first_value() {
    #[depends(count)]
    async fn show(
        #[depends(count)] first: usize,
        #[depends(fresh(count))] second: usize,
        #[depends(count)] still_first: usize,
        #[depends(fresh(count))] third: usize,
    ) -> String {
        format!("{first} {second} {still_first} {third}")
    }

    let app = built(ApiRouter::new("").route("/", get(show)), &Trace::default());
    assert_eq!(ask(&app, "GET /", &[]).await.1, "1 2 1 3");
}

/// FastAPI's row B3: there, a `use_cache=False` result that comes first fills the cache.
#[tokio::test]
async fn a_fresh_value_that_comes_first_is_kept_for_nobody() {
    #[depends]
    async fn show(
        #[depends(fresh(count))] first: usize,
        #[depends(count)] second: usize,
        #[depends(count)] still_second: usize,
    ) -> String {
        format!("{first} {second} {still_second}")
    }

    let app = built(ApiRouter::new("").route("/", get(show)), &Trace::default());
    assert_eq!(ask(&app, "GET /", &[]).await.1, "1 2 2");
}

/// FastAPI's row B4, a bug there: `use_cache=False` is ignored in every list.
#[tokio::test]
async fn fresh_holds_in_lists_of_handlers_and_of_routers() {
    #[depends(count, fresh(count))]
    async fn show(#[depends(count)] first: usize) -> String {
        first.to_string()
    }

    let trace = Trace::default();
    let router = ApiRouter::new("")
        .depends(count)
        .depends(fresh(count))
        .route("/", get(show));
    let app = built(router, &trace);
    assert_eq!(ask(&app, "GET /", &[]).await.1, "1");
    assert_eq!(trace.take(), ["count"; 3]);
}

/// FastAPI's row B12: there, a cached parent's sub-tree is walked again.
#[tokio::test]
async fn what_a_fresh_dependency_needs_still_runs_once() {
    #[dependency]
    async fn parent(#[depends(count)] count: usize) -> usize {
        count
    }

    #[depends(parent)]
    async fn show(
        #[depends(fresh(parent))] again: usize,
        #[depends(parent)] kept: usize,
    ) -> String {
        format!("{again} {kept}")
    }

    let trace = Trace::default();
    let app = built(ApiRouter::new("").route("/", get(show)), &trace);
    assert_eq!(ask(&app, "GET /", &[]).await.1, "1 1");
    assert_eq!(trace.take(), ["count"]);
}

#[tokio::test]
async fn a_combinator_is_made_of_dependencies_with_arguments_and_of_other_combinators() {
    #[derive(Clone, PartialEq)]
    struct Plus(usize);

    #[dependency]
    impl Plus {
        async fn call(&self, #[depends(fresh(count))] count: usize) -> usize {
            count + self.0
        }
    }

    #[depends(Plus(10))]
    async fn show(
        #[depends(Optional(fresh(Plus(10))))] value: Option<usize>,
        #[depends(fresh(Plus(10)))] next: usize,
    ) -> String {
        format!("{value:?} {next}")
    }

    let app = built(ApiRouter::new("").route("/", get(show)), &Trace::default());
    assert_eq!(ask(&app, "GET /", &[]).await.1, "Some(12) 13");
}

#[test]
fn the_audit_table_shows_what_a_combinator_is_made_of() {
    #[depends(fresh(count))]
    async fn show(#[depends(Optional(owner))] _owner: Option<String>) {}

    let table = ApiRouter::<Trace>::new("").route("/", get(show)).routes();
    let dependencies = table.iter().next().map(|route| route.dependencies.clone());
    assert_eq!(dependencies, Some(vec!["count", "key", "owner"]));
}
