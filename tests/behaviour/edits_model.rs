//! R5 as a property: whatever edits are made, in any order, the response has the headers that a simple model
//! predicts. The model is a list of names and values.

use std::sync::Arc;

use auth_runtime::{HttpError, InvalidHeader, ResponseEdits};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use proptest::collection::vec;
use proptest::prelude::*;

use super::support::{Answer, Script, block_on};

/// Few names, so that edits collide; some in several spellings, which are the same name.
const NAMES: [&str; 6] = ["x-a", "X-A", "x-b", "refreshtoken", "set-cookie", "vary"];

/// A header as the model and the handler hold it.
type Header = (String, String);

#[derive(Clone, Debug)]
enum Edit {
    SetDefault(Header),
    Insert(Header),
    Append(Header),
    Remove(String),
    /// Refused, without an effect.
    BreakLine(String),
}

impl Edit {
    fn record(&self, edits: &mut ResponseEdits) -> Result<(), InvalidHeader> {
        // A name from the list is `&'static str`; a name created at run time is a `HeaderName`.
        let name = |name: &str| HeaderName::try_from(name).unwrap();
        match self {
            Self::SetDefault((at, value)) => edits.set_default(name(at), value.as_str()),
            Self::Insert((at, value)) => edits.insert(name(at), value.as_str()),
            Self::Append((at, value)) => edits.append(name(at), value.as_str()),
            Self::Remove(at) => edits.remove(name(at)),
            Self::BreakLine(at) => {
                assert_eq!(
                    edits.insert(name(at), "a\r\nx-b: split"),
                    Err(InvalidHeader::Value)
                );
                Ok(())
            }
        }
    }

    /// The same edit, applied to the model.
    fn apply(&self, model: &mut Vec<Header>) {
        match self {
            Self::SetDefault((name, value)) => {
                if model
                    .iter()
                    .all(|(other, _)| !other.eq_ignore_ascii_case(name))
                {
                    model.push((name.to_lowercase(), value.clone()));
                }
            }
            Self::Insert((name, value)) => {
                model.retain(|(other, _)| !other.eq_ignore_ascii_case(name));
                model.push((name.to_lowercase(), value.clone()));
            }
            Self::Append((name, value)) => model.push((name.to_lowercase(), value.clone())),
            Self::Remove(name) => model.retain(|(other, _)| !other.eq_ignore_ascii_case(name)),
            Self::BreakLine(_) => {}
        }
    }
}

fn names() -> impl Strategy<Value = String> {
    prop::sample::select(&NAMES[..]).prop_map(str::to_owned)
}

fn headers() -> impl Strategy<Value = Header> {
    (names(), "[a-z0-9]{0,4}")
}

fn an_edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        3 => headers().prop_map(Edit::SetDefault),
        3 => headers().prop_map(Edit::Insert),
        3 => headers().prop_map(Edit::Append),
        2 => names().prop_map(Edit::Remove),
        1 => names().prop_map(Edit::BreakLine),
    ]
}

/// Fewer and more edits than are kept without an allocation.
fn some_edits() -> impl Strategy<Value = Arc<Vec<Edit>>> {
    vec(an_edit(), 0..24).prop_map(Arc::new)
}

fn own_headers() -> impl Strategy<Value = Arc<Vec<Header>>> {
    vec(headers(), 0..6).prop_map(Arc::new)
}

/// A response with this status that already has these headers.
fn response(status: StatusCode, headers: &[Header]) -> Response {
    let mut response = status.into_response();
    for (name, value) in headers {
        let name = HeaderName::try_from(name.as_str()).unwrap();
        response
            .headers_mut()
            .append(name, HeaderValue::from_str(value).unwrap());
    }
    response
}

/// The headers that the model predicts for a response that had `own` headers.
fn modelled(own: &[Header], edits: &[Edit]) -> Vec<Header> {
    let mut model = own
        .iter()
        .map(|(name, value)| (name.to_lowercase(), value.clone()))
        .collect();
    for edit in edits {
        edit.apply(&mut model);
    }
    model
}

/// For each name, the values must be those of the model, in the same order; the order of names is free.
fn assert_as_modelled(answer: &Answer, model: &[Header]) {
    for name in NAMES {
        let of_model: Vec<_> = model
            .iter()
            .filter(|(other, _)| other.eq_ignore_ascii_case(name))
            .collect();
        let of_model: Vec<_> = of_model
            .into_iter()
            .map(|(_, value)| value.as_str())
            .collect();
        assert_eq!(answer.values(name), of_model, "{name} of {answer:?}");
    }
    let others = ["content-length", "content-type"].map(|name| answer.values(name).len());
    assert_eq!(
        answer.headers.len(),
        model.len() + others.iter().sum::<usize>(),
        "{answer:?}"
    );
}

fn record(edits: &[Edit], recorded: &mut ResponseEdits) -> Result<(), InvalidHeader> {
    edits.iter().try_for_each(|edit| edit.record(recorded))
}

proptest! {
    #[test]
    fn a_response_has_the_headers_that_the_model_says(edits in some_edits(), own in own_headers(), status in 200_u16..600) {
        let model = modelled(&own, &edits);
        let status = StatusCode::from_u16(status).unwrap();
        let script = Script::new(move |recorded| record(&edits, recorded));
        let answer = block_on(script.answering(move || response(status, &own)).run());
        prop_assert_eq!(answer.status, status);
        assert_as_modelled(&answer, &model);
    }

    /// The edits are applied to a replacement response as if it had been the first one.
    #[test]
    fn what_a_hook_puts_in_place_has_the_headers_that_the_model_says(
        edits in some_edits(),
        before in own_headers(),
        own in own_headers(),
        failures in 1_usize..3,
    ) {
        let model = modelled(&own, &edits);
        let script = Script::new(move |recorded| {
            for _ in 0..failures {
                let own = Arc::clone(&own);
                recorded.after(async move |_| Err::<Response, _>(response(StatusCode::SERVICE_UNAVAILABLE, &own)));
            }
            record(&edits, recorded)
        });
        let answer = block_on(script.answering(move || response(StatusCode::OK, &before)).run());
        prop_assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
        assert_as_modelled(&answer, &model);
    }

    /// A hook that returns the response unchanged changes nothing: the edits are not applied twice.
    #[test]
    fn hooks_that_pass_the_response_on_change_nothing(edits in some_edits(), own in own_headers(), hooks in 1_usize..4) {
        let model = modelled(&own, &edits);
        let script = Script::new(move |recorded| {
            for _ in 0..hooks {
                recorded.after(async |response| Ok::<_, HttpError>(response));
            }
            record(&edits, recorded)
        });
        let answer = block_on(script.answering(move || response(StatusCode::OK, &own)).run());
        assert_as_modelled(&answer, &model);
    }

    /// One sensitive value among others is enough, at any position.
    #[test]
    fn a_sensitive_value_among_many_is_never_stored(edits in some_edits(), own in own_headers(), place in any::<prop::sample::Index>()) {
        let script = Script::new(move |recorded| {
            let place = place.index(edits.len() + 1);
            record(&edits[..place], recorded)?;
            let mut token = HeaderValue::from_static("secret");
            token.set_sensitive(true);
            recorded.insert("x-token", token)?;
            recorded.insert("cache-control", "public")?;
            record(&edits[place..], recorded)
        });
        let answer = block_on(script.answering(move || response(StatusCode::OK, &own)).run());
        prop_assert_eq!(answer.values("cache-control"), ["no-store"]);
        prop_assert_eq!(answer.values("x-token"), ["secret"]);
    }

    /// Arbitrary bytes: a value is accepted as it is, or refused, and the message stays well-formed.
    #[test]
    fn any_text_is_a_value_or_an_error(name in "\\PC{0,12}|[a-zA-Z-]{1,12}", value in any::<Vec<u8>>()) {
        let expected = HeaderName::try_from(name.as_str()).is_ok_and(|name| name != "content-length")
            && HeaderValue::from_bytes(&value).is_ok();
        // Names come from the program, not from a request, so leaking them in a test is fine.
        let name: &'static str = Box::leak(name.into_boxed_str());
        let script = Script::new(move |recorded| recorded.insert(name, value.clone()));
        let answer = block_on(script.answering(|| StatusCode::ACCEPTED).run());
        let status = if expected { StatusCode::ACCEPTED } else { StatusCode::INTERNAL_SERVER_ERROR };
        prop_assert_eq!(answer.status, status);
    }
}
