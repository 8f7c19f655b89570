//! What can replace a dependency.

use std::future::pending;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use auth_runtime::prelude::*;
use auth_runtime::{OperationDoc, Overrides, Provides, Rejection, RequestContext, fresh};
use axum::extract::{OriginalUri, Path, Query};
use tokio::time::timeout;

use super::{Can, built, current_user, overrides, router};
use crate::support::{Trace, ask, send, status, values};

/// The words of a query.
type Words = Query<Vec<(String, String)>>;

#[tokio::test]
async fn a_dependency_is_replaced_at_every_depth_and_its_own_do_not_run() {
    let trace = Trace::default();
    let app = built(
        ApiRouter::new("")
            .include(router())
            .overrides(overrides().replace(current_user, async || "root".to_owned())),
        &trace,
    );
    assert_eq!(
        ask(&app, "GET /users/me", &[]).await,
        (200, "root".to_owned())
    );
    // `Can` also depends on it, and is not replaced itself.
    assert_eq!(
        ask(&app, "POST /users", &[]).await,
        (200, "root".to_owned())
    );
    assert_eq!(trace.take(), [""; 0]);
}

#[tokio::test]
async fn without_an_override_the_original_runs() {
    let trace = Trace::default();
    assert_eq!(
        status(&built(router(), &trace), "GET /users/me", &[]).await,
        500
    );
    assert_eq!(trace.take(), ["database"]);
}

#[tokio::test]
async fn a_dependency_with_arguments_is_replaced_where_they_are_equal() {
    let trace = Trace::default();
    let replaced = overrides()
        .replace(current_user, async || "ann".to_owned())
        .replace(Can("write"), async || ());
    let app = built(router().overrides(replaced.clone()), &trace);
    assert_eq!(status(&app, "POST /users", &[]).await, 403);
    let app = built(
        router().overrides(replaced.replace(Can("read"), async || ())),
        &trace,
    );
    assert_eq!(ask(&app, "POST /users", &[]).await, (200, "ann".to_owned()));
}

/// FastAPI's rows G3 and G12.
#[tokio::test]
async fn a_replacement_takes_extractors_and_may_refuse() {
    async fn two(headers: HeaderMap, method: Method) -> Result<String, HttpError> {
        let name = headers
            .get("x-name")
            .ok_or(HttpError::new(StatusCode::IM_A_TEAPOT))?;
        Ok(format!("{} by {method}", name.to_str().unwrap()))
    }
    let none = overrides().replace(current_user, async || "none".to_owned());
    let one = overrides().replace(current_user, async |method: Method| method.to_string());
    let three = overrides().replace(
        current_user,
        async |_: HeaderMap, method: Method, uri: Uri| format!("{method} {uri}"),
    );
    let four = overrides().replace(
        current_user,
        async |_: HeaderMap,
               OriginalUri(uri): OriginalUri,
               Query(words): Words,
               State(trace): State<Trace>| {
            trace.note("replacement");
            Ok::<_, HttpError>(format!("{uri} {}", words.len()))
        },
    );
    let trace = Trace::default();
    for (overrides, expected) in [
        (none, "none"),
        (one, "GET"),
        (overrides().replace(current_user, two), "ann by GET"),
        (three, "GET /users/me?id=7"),
        (four, "/users/me?id=7 1"),
    ] {
        let app = built(router().overrides(overrides), &trace);
        let (status, body) = ask(&app, "GET /users/me?id=7", &[("x-name", "ann")]).await;
        assert_eq!((status, &*body), (200, expected));
    }
    assert_eq!(trace.take(), ["replacement"]);

    let app = built(
        router().overrides(overrides().replace(current_user, two)),
        &trace,
    );
    assert_eq!(status(&app, "GET /users/me", &[]).await, 418);
    assert_eq!(status(&app, "GET /users/none", &[]).await, 418);
}

/// An extractor's rejection is a problem, as everywhere.
#[tokio::test]
async fn a_replacements_extractor_that_rejects_ends_the_request() {
    let by_path = overrides().replace(current_user, async |Path(id): Path<u8>| id.to_string());
    let app = built(router().overrides(by_path), &Trace::default());
    let (status, body) = ask(&app, "GET /users/me", &[]).await;
    assert!(
        status >= 400 && body.contains("\"detail\""),
        "{status} {body}"
    );
}

/// FastAPI's rows G1 and G7: a function, a struct, or one written by hand.
#[tokio::test]
async fn a_dependency_is_replaced_by_another_with_dependencies_of_its_own() {
    #[dependency]
    async fn table(State(trace): State<Trace>) -> Vec<&'static str> {
        trace.note("table");
        vec!["ann", "bob"]
    }

    #[derive(Clone, PartialEq)]
    struct Nth(usize);

    #[dependency]
    impl Nth {
        async fn call(
            &self,
            #[depends(table)] table: Vec<&'static str>,
            response: &mut ResponseEdits,
        ) -> Result<String, HttpError> {
            response.append("x-replaced", "yes")?;
            Ok(table[self.0].to_owned())
        }
    }

    let trace = Trace::default();
    let app = built(
        router().overrides(overrides().replace(current_user, Nth(1))),
        &trace,
    );
    let response = send(&app, "GET /users/me", &[]).await;
    assert_eq!(values(response.headers(), "x-replaced"), ["yes"]);
    assert_eq!(
        crate::support::text(response).await,
        (200, "bob".to_owned())
    );
    assert_eq!(trace.take(), ["table"]);
}

/// FastAPI's row G4.
#[tokio::test]
async fn a_replacement_runs_once_and_is_cached_under_the_originals_key() {
    let trace = Trace::default();
    let counted = async |State(trace): State<Trace>| {
        trace.note("replacement");
        "root".to_owned()
    };
    let app = built(
        router().overrides(overrides().replace(current_user, counted)),
        &trace,
    );
    assert_eq!(status(&app, "POST /users", &[]).await, 200);
    assert_eq!(trace.take(), ["replacement"]);
}

#[tokio::test]
async fn what_is_fresh_runs_the_replacement_again() {
    let trace = Trace::default();
    let counted = async |State(trace): State<Trace>| {
        trace.note("replacement");
        "root".to_owned()
    };
    let router = router().depends(fresh(current_user));
    let app = built(
        router.overrides(overrides().replace(current_user, counted)),
        &trace,
    );
    assert_eq!(status(&app, "GET /users/me", &[]).await, 200);
    assert_eq!(trace.take(), ["replacement", "replacement"]);
}

/// FastAPI's row G11: a replacement is not replaced itself.
#[tokio::test]
async fn overrides_are_not_transitive() {
    #[dependency]
    async fn ann() -> String {
        "ann".to_owned()
    }

    #[depends]
    async fn both(#[depends(current_user)] user: String, #[depends(ann)] ann: String) -> String {
        format!("{user} {ann}")
    }

    let replaced = overrides()
        .replace(current_user, ann)
        .replace(ann, async || "bob".to_owned());
    let router = ApiRouter::new("").route("/", get(both)).overrides(replaced);
    let app = built(router, &Trace::default());
    assert_eq!(ask(&app, "GET /", &[]).await, (200, "ann bob".to_owned()));
}

#[tokio::test]
async fn a_closure_that_captures_gives_a_future_of_its_own() {
    let names = Arc::new(vec!["ann"]);
    let replaced = overrides().replace(current_user, move || {
        let names = names.clone();
        async move { names[0].to_owned() }
    });
    let app = built(router().overrides(replaced), &Trace::default());
    assert_eq!(
        ask(&app, "GET /users/me", &[]).await,
        (200, "ann".to_owned())
    );
}

#[tokio::test]
async fn a_dependency_is_replaced_by_a_value() {
    let replaced = overrides().with_value(current_user, "root".to_owned());
    let app = built(router().overrides(replaced), &Trace::default());
    assert_eq!(
        ask(&app, "POST /users", &[]).await,
        (200, "root".to_owned())
    );
}

/// In FastAPI this is an endless recursion.
#[tokio::test]
async fn a_replacement_that_depends_on_the_original_gets_the_original() {
    #[dependency]
    async fn name(State(trace): State<Trace>) -> String {
        trace.note("original");
        "ann".to_owned()
    }

    #[dependency]
    async fn loud(#[depends(name)] name: String, State(trace): State<Trace>) -> String {
        trace.note("replacement");
        name.to_uppercase()
    }

    #[depends(name)]
    async fn twice(#[depends(name)] one: String, #[depends(fresh_name)] two: String) -> String {
        format!("{one} {two}")
    }

    #[dependency]
    async fn fresh_name(#[depends(name)] name: String) -> String {
        name
    }

    let trace = Trace::default();
    let replaced = overrides().replace(name, loud);
    let router = ApiRouter::new("")
        .depends(fresh(name))
        .route("/", get(twice))
        .overrides(replaced);
    let app = built(router, &trace);
    assert_eq!(ask(&app, "GET /", &[]).await, (200, "ANN ANN".to_owned()));
    assert_eq!(
        trace.take(),
        ["original", "replacement", "original", "replacement"]
    );
}

#[tokio::test]
async fn a_later_replacement_of_the_same_dependency_takes_the_place_of_the_earlier() {
    let twice = overrides()
        .replace(current_user, async || "first".to_owned())
        .replace(current_user, async || "second".to_owned());
    let app = built(router().overrides(twice), &Trace::default());
    assert_eq!(ask(&app, "GET /users/me", &[]).await.1, "second");
}

/// The edits that a replaced dependency would have made are not made.
#[tokio::test]
async fn a_replacements_edits_survive_and_the_originals_are_not_made() {
    #[dependency(sets("refreshtoken"))]
    async fn slide(response: &mut ResponseEdits) -> Result<(), HttpError> {
        response.insert("refreshtoken", "original")?;
        Ok(())
    }

    #[dependency]
    async fn still(response: &mut ResponseEdits) -> Result<(), HttpError> {
        response.insert("x-still", "yes")?;
        Ok(())
    }

    #[depends]
    async fn fails() -> StatusCode {
        StatusCode::BAD_GATEWAY
    }

    let router = ApiRouter::new("").depends(slide).route("/", get(fails));
    let app = built(
        router.overrides(overrides().replace(slide, still)),
        &Trace::default(),
    );
    let response = send(&app, "GET /", &[]).await;
    assert_eq!(response.status(), 502);
    assert_eq!(values(response.headers(), "x-still"), ["yes"]);
    assert!(values(response.headers(), "refreshtoken").is_empty());
}

/// Waits for the user, but not for long, and then tries once more.
#[derive(Clone, PartialEq)]
struct Impatient;

impl Provides for Impatient {
    type Output = String;

    fn describe(&self, operation: &mut OperationDoc) {
        operation.include(&current_user());
    }
}

impl Dependency<Trace> for Impatient {
    async fn resolve(
        &self,
        context: &mut RequestContext,
        trace: &Trace,
    ) -> Result<String, Rejection> {
        let user = current_user();
        let first = context.resolve(&user, trace);
        match timeout(Duration::from_millis(10), first).await {
            Ok(outcome) => outcome,
            Err(_) => context.resolve(&user, trace).await,
        }
    }
}

#[depends]
async fn second_try(#[depends(Impatient)] user: String) -> String {
    user
}

#[tokio::test]
async fn a_replacement_that_is_given_up_in_the_middle_is_still_one() {
    let is_first = Arc::new(AtomicBool::new(true));
    let slow_at_first = Overrides::new().replace(current_user, move || {
        let is_first = is_first.swap(false, Ordering::Relaxed);
        async move {
            if is_first {
                pending::<()>().await;
            }
            "replaced".to_owned()
        }
    });
    let api = ApiRouter::new("").route("/", get(second_try));
    let app = api.overrides(slow_at_first).build().expect("no mistake");
    let app = app.with_state(Trace::default());
    assert_eq!(ask(&app, "GET /", &[]).await.1, "replaced");
}
