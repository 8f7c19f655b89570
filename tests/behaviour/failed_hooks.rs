//! R6: a hook that fails replaces the response. The replacement gets the edits, and goes to the other hooks.

use auth_runtime::{HttpError, InvalidHeader, ResponseEdits, dependency, depends};
use axum::Router;
use axum::http::StatusCode;
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use axum::routing::get as route;

use super::hooks::append;
use super::support::{Answer, Script, get, send};

/// Fails to commit.
fn fail(edits: &mut ResponseEdits) {
    edits.after(async |_| Err::<Response, _>(HttpError::new(StatusCode::SERVICE_UNAVAILABLE)));
}

#[tokio::test]
async fn a_failed_commit_becomes_a_503_that_still_carries_the_refreshed_token() {
    let script = Script::new(|edits| {
        fail(edits);
        edits.set_default("refreshtoken", "slid")
    });
    let answer = script.answering(|| ([("x-own", "1")], "fine")).run().await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    answer.problem();
    assert_eq!(answer.values("refreshtoken"), ["slid"]);
    assert_eq!(
        answer.values("x-own"),
        [""; 0],
        "nothing of the first answer is left"
    );
}

/// The hook runs after every `set_status`: a 503 must not be sent as a 201.
#[tokio::test]
async fn a_failed_commit_keeps_its_status_whatever_status_was_set() {
    let script = Script::new(|edits| {
        edits.set_status(StatusCode::CREATED);
        fail(edits);
        Ok(())
    });
    let answer = script.run().await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    answer.problem();
}

#[tokio::test]
async fn hooks_go_on_with_what_took_the_answers_place() {
    let script = Script::new(|edits| {
        append(edits, "registered first");
        fail(edits);
        append(edits, "registered last");
        Ok(())
    });
    let answer = script.run().await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(answer.values("x"), ["registered first"]);
}

#[tokio::test]
async fn every_failed_hook_replaces_what_is_there() {
    let script = Script::new(|edits| {
        edits.after(async |_| Err::<Response, _>(StatusCode::GATEWAY_TIMEOUT.into_response()));
        fail(edits);
        edits.append("x", "edit")
    });
    let answer = script.run().await;
    assert_eq!(answer.status, StatusCode::GATEWAY_TIMEOUT);
    assert_eq!(
        answer.values("x"),
        ["edit"],
        "once, not once for each failure"
    );
}

#[tokio::test]
async fn a_replacement_gets_the_edits_of_all_dependencies_in_order_and_keeps_its_own_values() {
    #[dependency]
    async fn first(edits: &mut ResponseEdits) -> Result<(), InvalidHeader> {
        edits.append("x", "first")?;
        edits.insert("y", "first")?;
        edits.set_default("z", "first")
    }

    #[dependency]
    async fn second(edits: &mut ResponseEdits) {
        let own = [
            ("x", "own"),
            ("x", "too"),
            ("y", "own"),
            ("w", "own"),
            ("w", "too"),
        ];
        edits.after(async move |_| {
            let own = AppendHeaders(own);
            Err::<Response, _>((StatusCode::SERVICE_UNAVAILABLE, own, "later"))
        });
    }

    #[dependency]
    async fn third(edits: &mut ResponseEdits) -> Result<(), InvalidHeader> {
        edits.append("x", "third")?;
        edits.append("y", "third")?;
        edits.insert("z", "third")
    }

    #[depends(first, second, third)]
    async fn handler() -> impl IntoResponse {
        [("x", "handler"), ("v", "handler")]
    }

    let answer = send(&Router::new().route("/", route(handler)), get("/")).await;
    assert_eq!(answer.values("x"), ["own", "too", "first", "third"]);
    assert_eq!(answer.values("y"), ["first", "third"]);
    assert_eq!(answer.values("z"), ["third"]);
    assert_eq!(answer.values("w"), ["own", "too"]);
    assert_eq!(answer.values("v"), [""; 0]);
}

#[tokio::test]
async fn a_hooks_bare_status_is_a_problem_document_like_a_dependencys() {
    #[dependency]
    async fn refuse() -> Result<(), StatusCode> {
        Err(StatusCode::SERVICE_UNAVAILABLE)
    }

    #[depends(refuse)]
    async fn refused() {}

    let script = Script::new(|edits| {
        edits.after(async |_| Err::<Response, _>(StatusCode::SERVICE_UNAVAILABLE));
        Ok(())
    });
    let of_hook = script.run().await;
    let of_dependency = send(&Router::new().route("/", route(refused)), get("/")).await;
    of_hook.problem();
    assert_eq!(of_hook.status, of_dependency.status);
    assert_eq!(of_hook.headers, of_dependency.headers);
    assert_eq!(of_hook.body, of_dependency.body);
}

#[tokio::test]
async fn a_hooks_error_that_explains_itself_is_sent_as_it_is() {
    async fn answer<E: IntoResponse + 'static>(error: fn() -> E) -> Answer {
        let script = Script::new(move |edits| {
            edits.after(async move |_| Err::<Response, _>(error()));
            Ok(())
        });
        script.run().await
    }

    let text = answer(|| (StatusCode::SERVICE_UNAVAILABLE, "later")).await;
    assert_eq!(text.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(text.values("content-type"), ["text/plain; charset=utf-8"]);
    assert_eq!(text.text(), "later");

    let redirect = answer(|| Redirect::to("/login")).await;
    assert_eq!(redirect.status, StatusCode::SEE_OTHER);
    assert_eq!(redirect.values("location"), ["/login"]);
    assert_eq!(redirect.text(), "");
}
