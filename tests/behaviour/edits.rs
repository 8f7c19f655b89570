//! R5: what each edit does to a response, and that an impossible edit is an error.

use auth_runtime::{InvalidHeader, ResponseEdits, dependency, depends};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::IntoResponse;
use axum::routing::get as route;
use axum::{Json, Router};

use super::support::{Script, get, scripted, send};

/// The values of `x` when the handler has set `own`, in that order.
async fn x<const N: usize>(
    own: [&'static str; N],
    edit: impl Fn(&mut ResponseEdits) -> Result<(), InvalidHeader> + Send + Sync + 'static,
) -> Vec<String> {
    let answer = Script::new(edit).answering(move || {
        let mut response = ().into_response();
        for value in own {
            response
                .headers_mut()
                .append("x", HeaderValue::from_static(value));
        }
        response
    });
    answer
        .run()
        .await
        .values("x")
        .into_iter()
        .map(str::to_owned)
        .collect()
}

#[tokio::test]
async fn a_default_yields_to_the_handlers_own() {
    assert_eq!(
        x(["own"], |edits| edits.set_default("x", "default")).await,
        ["own"]
    );
    assert_eq!(
        x(["own", "too"], |edits| edits.set_default("x", "default")).await,
        ["own", "too"]
    );
    assert_eq!(
        x([], |edits| edits.set_default("x", "default")).await,
        ["default"]
    );
}

#[tokio::test]
async fn a_default_yields_to_an_earlier_edit() {
    let twice = |edits: &mut ResponseEdits| {
        edits.set_default("x", "first")?;
        edits.set_default("X", "second")
    };
    assert_eq!(x([], twice).await, ["first"]);

    let after_insert = |edits: &mut ResponseEdits| {
        edits.insert("x", "first")?;
        edits.set_default("x", "second")
    };
    assert_eq!(x([], after_insert).await, ["first"]);
}

#[tokio::test]
async fn an_inserted_header_replaces_the_handlers_and_the_earlier() {
    let twice = |edits: &mut ResponseEdits| {
        edits.append("x", "first")?;
        edits.insert("x", "second")
    };
    assert_eq!(x(["own", "too"], twice).await, ["second"]);
}

#[tokio::test]
async fn an_appended_header_joins_the_handlers_and_the_earlier() {
    let twice = |edits: &mut ResponseEdits| {
        edits.append("x", "first")?;
        edits.append("x", "first")
    };
    assert_eq!(x(["own"], twice).await, ["own", "first", "first"]);
}

#[tokio::test]
async fn a_removed_header_is_gone_until_it_is_set_again() {
    assert_eq!(x(["own", "too"], |edits| edits.remove("x")).await, [""; 0]);
    assert_eq!(x([], |edits| edits.remove("x")).await, [""; 0]);

    let again = |edits: &mut ResponseEdits| {
        edits.set_default("x", "first")?;
        edits.remove("x")?;
        edits.set_default("x", "second")
    };
    assert_eq!(x(["own"], again).await, ["second"]);
}

#[tokio::test]
async fn an_edit_of_one_header_leaves_others_alone() {
    let others = |edits: &mut ResponseEdits| {
        edits.insert("x-other", "1")?;
        edits.remove("xx")
    };
    assert_eq!(x(["own"], others).await, ["own"]);
}

#[tokio::test]
async fn the_last_status_wins() {
    let script = Script::new(|edits| {
        edits.set_status(StatusCode::ACCEPTED);
        edits.set_status(StatusCode::CREATED);
        Ok(())
    });
    let answer = script.answering(|| "made").run().await;
    assert_eq!(answer.status, StatusCode::CREATED);
    assert_eq!(answer.text(), "made");
}

#[tokio::test]
async fn a_status_that_allows_no_content_empties_the_body() {
    for status in [
        StatusCode::NO_CONTENT,
        StatusCode::RESET_CONTENT,
        StatusCode::NOT_MODIFIED,
    ] {
        let script = Script::new(move |edits| {
            edits.set_status(status);
            edits.set_default("refreshtoken", "slid")
        });
        let answer = script.answering(|| Json("not to be sent")).run().await;
        answer.assert_slid(status);
        assert_eq!(answer.text(), "");
        assert_ne!(answer.values("content-length"), ["16"]);
    }
}

#[tokio::test]
async fn an_upgrade_keeps_its_status() {
    let script = Script::new(|edits| {
        edits.set_status(StatusCode::CREATED);
        Ok(())
    });
    let answer = script
        .answering(|| StatusCode::SWITCHING_PROTOCOLS)
        .run()
        .await;
    assert_eq!(answer.status, StatusCode::SWITCHING_PROTOCOLS);
}

/// RFC 9110 §15.2: a 1xx is not a final response, and hyper would send none at all.
#[tokio::test]
async fn an_interim_status_is_not_taken() {
    for status in [100, 101, 103] {
        let script = Script::new(move |edits| {
            edits.set_status(StatusCode::from_u16(status).unwrap());
            Ok(())
        });
        assert_eq!(
            script.answering(|| StatusCode::ACCEPTED).run().await.status,
            StatusCode::ACCEPTED
        );
    }
}

#[tokio::test]
async fn a_line_break_in_a_value_is_a_500_and_no_second_header() {
    for value in ["a\r\nset-cookie: stolen=1", "a\nb", "a\rb", "a\0b", "\x7f"] {
        let script = Script::new(move |edits| {
            edits.set_default("refreshtoken", "slid")?;
            edits.insert("x", value)
        });
        let answer = script.answering(|| "not reached").run().await;
        answer.assert_slid(StatusCode::INTERNAL_SERVER_ERROR);
        answer.problem();
        assert!(!answer.headers.contains_key("set-cookie") && !answer.headers.contains_key("x"));
        assert!(!answer.text().contains("stolen"), "{answer:?}");
    }
}

#[tokio::test]
async fn what_is_no_header_name_is_a_500() {
    for name in ["", "two words", "x:", "x\r\n", "név", "x\0", "(x)"] {
        let answer = Script::new(move |edits| edits.append(name, "value"))
            .run()
            .await;
        assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR, "{name:?}");
        answer.problem();
    }
    assert_eq!(
        x([], |edits| edits
            .remove("two words")
            .or(edits.insert("x", "went on")))
        .await,
        ["went on"]
    );
}

#[tokio::test]
async fn the_framing_of_a_message_cannot_be_edited() {
    for name in ["content-length", "Content-Length", "transfer-encoding"] {
        let answer = Script::new(move |edits| edits.insert(name, "5"))
            .run()
            .await;
        assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR, "{name}");
        let answer = Script::new(move |edits| edits.remove(name)).run().await;
        assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR, "{name}");
    }
}

#[tokio::test]
async fn more_headers_than_a_message_can_have_are_no_panic() {
    let script = Script::new(|edits| {
        for number in 0..40_000 {
            edits.append(HeaderName::try_from(format!("x-{number}")).unwrap(), "1")?;
        }
        Ok(())
    });
    let answer = script.run().await;
    assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
    answer.problem();
}

/// `scripted` runs first, because `later` depends on it.
#[tokio::test]
async fn dependencies_edit_in_the_order_in_which_they_run() {
    #[dependency]
    async fn later(
        #[depends(scripted)] (): (),
        response: &mut ResponseEdits,
    ) -> Result<(), InvalidHeader> {
        response.append("x", "later")
    }

    #[depends(later)]
    async fn handler(response: &mut ResponseEdits) -> Result<(), InvalidHeader> {
        response.append("x", "handler")
    }

    let script = Script::new(|edits| edits.append("x", "first"));
    let app = Router::new().route("/", route(handler)).with_state(script);
    assert_eq!(
        send(&app, get("/")).await.values("x"),
        ["first", "later", "handler"]
    );
}
