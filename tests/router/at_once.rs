//! Dependencies that wait for nothing. What they depend on may or may not have been resolved before, by a
//! router, a dependency or the handler. They run where every other dependency runs, as often, and see the
//! same.

use std::convert::Infallible;

use auth_runtime::Overrides;
use auth_runtime::prelude::*;
use axum::Router;
use axum::extract::{FromRequestParts, Path};

use crate::support::{Trace, ask, send, values};

#[dependency]
async fn user(headers: &HeaderMap, State(trace): State<Trace>) -> Result<String, HttpError> {
    trace.note("user");
    let name = headers.get("x-name").and_then(|name| name.to_str().ok());
    Ok(name.ok_or(StatusCode::UNAUTHORIZED)?.to_owned())
}

#[dependency]
async fn language(State(trace): State<Trace>) -> &'static str {
    trace.note("language");
    "en"
}

/// It depends on one value.
#[dependency]
fn admin(#[depends(user)] user: String, response: &mut ResponseEdits) -> Result<String, HttpError> {
    response.append("x-asked", user.clone())?;
    if user == "ann" {
        Ok(user)
    } else {
        Err(StatusCode::FORBIDDEN.into())
    }
}

/// It depends on two values, one of which may not be resolved yet.
#[dependency]
fn greeting(#[depends(language)] language: &'static str, #[depends(user)] user: String) -> String {
    format!("{language} {user}")
}

#[depends]
async fn show(#[depends(admin)] admin: String, #[depends(greeting)] greeting: String) -> String {
    format!("{admin}: {greeting}")
}

#[depends]
async fn inherit() {}

/// A router with these dependencies, in this order, and the handler.
macro_rules! router {
    ($($dependency:ident),*) => {
        ApiRouter::new("")$(.depends($dependency))*.route("/show", get(show))
    };
}

/// Routers in which different dependencies, or none, have been resolved before.
fn routers() -> Vec<ApiRouter<Trace>> {
    vec![
        router!(),
        router!(user),
        router!(admin),
        router!(user, admin),
        router!(greeting, admin),
        router!(language, user, greeting),
        router!(admin, greeting, user, language),
    ]
}

fn built(router: ApiRouter<Trace>, trace: &Trace) -> Router {
    router
        .build()
        .expect("no mistake")
        .with_state(trace.clone())
}

#[tokio::test]
async fn what_waits_for_nothing_gives_the_same_value_wherever_what_it_needs_was_made() {
    for router in routers() {
        let trace = Trace::default();
        let app = built(router, &trace);
        let answer = ask(&app, "GET /show", &[("x-name", "ann")]).await;
        assert_eq!(answer, (200, "ann: en ann".to_owned()));
        let mut ran = trace.take();
        ran.sort_unstable();
        assert_eq!(ran, ["language", "user"]);
    }
}

#[tokio::test]
async fn what_waits_for_nothing_refuses_before_the_handler() {
    for router in routers() {
        let app = built(router, &Trace::default());
        assert_eq!(ask(&app, "GET /show", &[("x-name", "bob")]).await.0, 403);
        assert_eq!(ask(&app, "GET /show", &[]).await.0, 401);
    }
}

#[tokio::test]
async fn an_inherited_one_runs_once_and_its_edits_are_made_once() {
    let trace = Trace::default();
    let router = ApiRouter::new("")
        .depends(user)
        .depends(admin)
        .depends(admin);
    let app = built(router.route("/", get(inherit)), &trace);
    let answer = send(&app, "GET /", &[("x-name", "ann")]).await;
    assert_eq!(values(answer.headers(), "x-asked"), ["ann"]);
    assert_eq!(trace.take(), ["user"]);
}

#[tokio::test]
async fn overrides_hold_for_it_and_for_what_it_needs() {
    for router in routers() {
        let trace = Trace::default();
        let overrides = Overrides::new().with_value(user, "ann".to_owned());
        let app = built(router.overrides(overrides), &trace);
        assert_eq!(
            ask(&app, "GET /show", &[]).await,
            (200, "ann: en ann".to_owned())
        );
        assert_eq!(trace.take(), ["language"]);
    }
    for router in routers() {
        let trace = Trace::default();
        let overrides = Overrides::new().with_value(admin, "root".to_owned());
        let app = built(router.overrides(overrides), &trace);
        let answer = ask(&app, "GET /show", &[("x-name", "bob")]).await;
        assert_eq!(answer, (200, "root: en bob".to_owned()));
    }
}

/// An extractor that waits.
struct Later;

impl FromRequestParts<Trace> for Later {
    type Rejection = Infallible;

    async fn from_request_parts(_: &mut Parts, trace: &Trace) -> Result<Self, Infallible> {
        trace.note("extracted");
        tokio::task::yield_now().await;
        Ok(Self)
    }
}

/// It extracts what is available at once.
#[dependency]
fn number(State(trace): State<Trace>, Path(number): Path<u32>) -> Result<u32, HttpError> {
    trace.note("number");
    if number == 0 {
        return Err(StatusCode::GONE.into());
    }
    Ok(number)
}

#[dependency]
fn doubled(#[depends(number)] number: u32, State(trace): State<Trace>) -> u32 {
    trace.note("doubled");
    number * 2
}

/// It depends on something that is available at once, and then waits.
#[dependency]
fn after_waiting(_: Later, #[depends(number)] number: u32, State(trace): State<Trace>) -> u32 {
    trace.note("after waiting");
    number
}

#[depends]
async fn sum(#[depends(doubled)] doubled: u32, #[depends(after_waiting)] single: u32) -> String {
    (doubled + single).to_string()
}

fn sums(trace: &Trace, overrides: &Overrides<Trace>) -> [Router; 3] {
    let route = || ApiRouter::new("").route("/{number}", get(sum));
    let routers = [
        route(),
        route().depends(doubled).depends(after_waiting),
        route().depends(after_waiting).depends(doubled),
    ];
    routers.map(|router| built(router.overrides(overrides.clone()), trace))
}

#[tokio::test]
async fn what_extracts_the_state_or_a_path_runs_once_before_and_after_what_waits() {
    let trace = Trace::default();
    for app in sums(&trace, &Overrides::new()) {
        assert_eq!(ask(&app, "GET /5", &[]).await, (200, "15".to_owned()));
        let mut ran = trace.take();
        let (number, after) = (position(&ran, "number"), position(&ran, "after waiting"));
        assert!(number < position(&ran, "extracted") && position(&ran, "extracted") < after);
        ran.sort_unstable();
        assert_eq!(ran, ["after waiting", "doubled", "extracted", "number"]);
    }
}

fn position(ran: &[&str], what: &str) -> usize {
    ran.iter().position(|ran| *ran == what).expect("it ran")
}

#[tokio::test]
async fn what_it_needs_refuses_for_it() {
    let trace = Trace::default();
    for app in sums(&trace, &Overrides::new()) {
        assert_eq!(ask(&app, "GET /0", &[]).await.0, 410);
        assert_eq!(trace.take(), ["number"]);
        assert_eq!(ask(&app, "GET /x", &[]).await.0, 400);
        assert_eq!(trace.take(), [""; 0]);
    }
}

#[tokio::test]
async fn an_override_of_what_it_needs_may_wait() {
    let trace = Trace::default();
    let overrides = Overrides::new().replace(number, async |_: Later| 7_u32);
    for app in sums(&trace, &overrides) {
        assert_eq!(ask(&app, "GET /0", &[]).await, (200, "21".to_owned()));
        let mut ran = trace.take();
        ran.sort_unstable();
        assert_eq!(ran, ["after waiting", "doubled", "extracted", "extracted"]);
    }
}
