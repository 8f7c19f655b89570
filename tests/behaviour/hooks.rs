//! R6: hooks run when the handler is done, last registered first, and have the last word.

use std::sync::Arc;

use auth_runtime::{HttpError, InvalidHeader, ResponseEdits, dependency, depends};
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use axum::routing::get as route;
use axum::{Json, Router};
use tower::ServiceExt;

use super::support::{
    Alive, Answer, Log, Script, Tally, Wire, eventually, get, get_json, pause, send,
};

/// A transaction: commits if the response is a success, and rolls back otherwise.
#[dependency]
async fn transaction(
    State(log): State<Log>,
    response: &mut ResponseEdits,
) -> Result<(), InvalidHeader> {
    response.set_default("refreshtoken", "slid")?;
    response.after(async move |response: Response| {
        pause().await;
        log.note(if response.status().is_success() {
            "commit"
        } else {
            "roll back"
        });
        Ok::<_, HttpError>(response)
    });
    Ok(())
}

#[dependency]
async fn forbid(State(log): State<Log>) -> Result<(), HttpError> {
    log.note("forbid");
    Err(HttpError::new(StatusCode::FORBIDDEN))
}

/// What ran behind `transaction`, and the response.
async fn ran(app: Router<Log>, path: &str) -> (Answer, Vec<&'static str>) {
    let log = Log::default();
    let answer = send(&app.with_state(log.clone()), get_json(path, "{")).await;
    (answer, log.take())
}

#[tokio::test]
async fn a_hook_runs_when_the_handler_is_done_and_sees_how_it_went() {
    #[depends(transaction)]
    async fn handler(Path(status): Path<u16>, State(log): State<Log>) -> StatusCode {
        log.note("handler");
        StatusCode::from_u16(status).unwrap()
    }

    let app = || Router::new().route("/{status}", route(handler));
    assert_eq!(ran(app(), "/201").await.1, ["handler", "commit"]);
    assert_eq!(ran(app(), "/409").await.1, ["handler", "roll back"]);
    assert_eq!(ran(app(), "/500").await.1, ["handler", "roll back"]);
}

#[tokio::test]
async fn a_hook_runs_after_a_later_dependencys_error() {
    #[depends(transaction, forbid)]
    async fn handler() {}

    let (answer, ran) = ran(Router::new().route("/", route(handler)), "/").await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert_eq!(ran, ["forbid", "roll back"]);
}

#[tokio::test]
async fn a_hook_runs_after_an_extractors_rejection() {
    #[depends(transaction)]
    async fn handler(Path(_id): Path<u32>, Json(_body): Json<u32>) {}

    let app = || Router::new().route("/{id}", route(handler));
    assert_eq!(ran(app(), "/seven").await.1, ["roll back"]);
    assert_eq!(ran(app(), "/7").await.1, ["roll back"]);
}

#[tokio::test]
async fn a_hook_of_a_dependency_that_fails_itself_runs() {
    #[dependency]
    async fn register_and_fail(
        State(log): State<Log>,
        response: &mut ResponseEdits,
    ) -> Result<(), HttpError> {
        response.after(async move |response| {
            log.note("hook");
            Ok::<_, HttpError>(response)
        });
        Err(HttpError::new(StatusCode::FORBIDDEN))
    }

    #[depends(register_and_fail)]
    async fn handler() {}

    assert_eq!(
        ran(Router::new().route("/", route(handler)), "/").await.1,
        ["hook"]
    );
}

#[tokio::test]
async fn a_hook_that_was_not_registered_yet_does_not_run() {
    #[depends(forbid, transaction)]
    async fn handler() {}

    assert_eq!(
        ran(Router::new().route("/", route(handler)), "/").await.1,
        ["forbid"]
    );
}

/// Appends `x` to the header `x`.
pub(super) fn append(edits: &mut ResponseEdits, x: &'static str) {
    edits.after(async move |mut response: Response| {
        response
            .headers_mut()
            .append("x", HeaderValue::from_static(x));
        response
    });
}

#[tokio::test]
async fn the_last_registered_hook_runs_first_and_each_sees_what_the_one_before_made() {
    let script = Script::new(|edits| {
        append(edits, "registered first");
        append(edits, "registered second");
        edits.append("x", "edit")
    });
    let answer = script.answering(|| [("x", "handler")]).run().await;
    assert_eq!(
        answer.values("x"),
        ["handler", "edit", "registered second", "registered first"]
    );
}

#[tokio::test]
async fn a_hook_sees_the_real_answer_with_its_edits() {
    let script = Script::new(|edits| {
        edits.after(async |response: Response| {
            assert_eq!(response.status(), StatusCode::CREATED);
            assert_eq!(response.headers()["refreshtoken"], "slid");
            assert_eq!(response.headers()["content-type"], "application/json");
            response
        });
        edits.set_status(StatusCode::CREATED);
        edits.set_default("refreshtoken", "slid")
    });
    let answer = script.answering(|| Json("made")).run().await;
    assert_eq!(answer.status, StatusCode::CREATED);
    assert_eq!(answer.text(), "\"made\"");
}

#[tokio::test]
async fn a_hook_may_change_everything() {
    let script = Script::new(|edits| {
        edits.after(async |response: Response| {
            let (mut head, _body) = response.into_parts();
            head.status = StatusCode::ACCEPTED;
            head.headers.remove("refreshtoken");
            head.headers.remove("content-length");
            Ok::<_, HttpError>(Response::from_parts(head, "other".into()))
        });
        edits.set_default("refreshtoken", "slid")
    });
    let answer = script.answering(|| "handler").run().await;
    assert_eq!(
        (answer.status, answer.text()),
        (StatusCode::ACCEPTED, "other")
    );
    assert_eq!(
        answer.values("refreshtoken"),
        [""; 0],
        "a hook has the last word"
    );
}

/// A hook must not be able to see whether a value is kept for other uses.
#[tokio::test]
async fn a_hook_is_the_last_owner_of_what_it_holds() {
    #[dependency]
    async fn connection(response: &mut ResponseEdits) -> Arc<u8> {
        let connection = Arc::new(7);
        let owned = Arc::clone(&connection);
        response.after(async move |response| match Arc::into_inner(owned) {
            Some(_) => Ok(response),
            None => Err(HttpError::new(StatusCode::SERVICE_UNAVAILABLE)),
        });
        connection
    }

    #[depends]
    async fn once(#[depends(connection)] _one: Arc<u8>) {}

    #[depends(connection)]
    async fn twice(#[depends(connection)] _one: Arc<u8>) {}

    let app = Router::new()
        .route("/once", route(once))
        .route("/twice", route(twice));
    assert_eq!(send(&app, get("/once")).await.status, StatusCode::OK);
    assert_eq!(send(&app, get("/twice")).await.status, StatusCode::OK);
}

#[derive(Clone, Default)]
struct Watched {
    log: Log,
    tally: Tally,
}

impl axum::extract::FromRef<Watched> for Log {
    fn from_ref(watched: &Watched) -> Self {
        watched.log.clone()
    }
}

/// A value that ends in `Drop`, and a hook that owns another one.
#[dependency]
async fn guarded(State(watched): State<Watched>, response: &mut ResponseEdits) -> Alive {
    let owned = watched.tally.alive();
    response.after(async move |response| {
        watched.log.note("hook");
        drop(owned);
        Ok::<_, HttpError>(response)
    });
    watched.tally.alive()
}

#[depends]
#[expect(clippy::panic, reason = "what a handler must not do")]
async fn panics(#[depends(guarded)] _value: Alive, #[depends(guarded)] _clone: Alive) {
    panic!("a handler of the tests");
}

#[depends]
async fn never_done(#[depends(guarded)] _value: Alive, State(log): State<Log>) {
    log.note("handler");
    std::future::pending::<()>().await;
}

fn watched_app(watched: &Watched) -> Router {
    let app = Router::new()
        .route("/panics", route(panics))
        .route("/never", route(never_done));
    app.with_state(watched.clone())
}

#[tokio::test]
async fn no_hook_runs_after_a_panic_and_all_values_are_dropped() {
    let watched = Watched::default();
    let app = watched_app(&watched);
    let served = tokio::spawn(async move { app.oneshot(get("/panics")).await });
    assert!(served.await.is_err_and(|error| error.is_panic()));
    assert_eq!(watched.log.take(), [""; 0]);
    assert_eq!(watched.tally.count(), 0);
}

#[tokio::test]
async fn no_hook_runs_when_the_client_leaves_and_all_values_are_dropped() {
    let watched = Watched::default();
    let mut wire = Wire::to(watched_app(&watched)).await;
    wire.write("GET /never HTTP/1.1\r\nhost: test\r\n\r\n")
        .await;
    eventually(|| watched.log.take() == ["handler"]).await;
    assert_eq!(watched.tally.count(), 2);

    drop(wire);
    eventually(|| watched.tally.count() == 0).await;
    assert_eq!(watched.log.take(), [""; 0]);
}
