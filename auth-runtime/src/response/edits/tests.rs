//! Tests of recording and applying edits.

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;

/// A sensitive value.
fn token() -> HeaderValue {
    let mut token = HeaderValue::from_static("hunter2");
    token.set_sensitive(true);
    token
}

#[test]
fn a_token_is_not_printed() {
    let mut edits = ResponseEdits::new();
    edits.set_default("refreshtoken", token()).unwrap();
    assert!(!format!("{edits:?}").contains("hunter2"));
}

#[test]
fn a_refused_edit_is_not_recorded() {
    let mut edits = ResponseEdits::new();
    assert_eq!(edits.insert("x", "a\r\nb"), Err(InvalidHeader::Value));
    assert_eq!(edits.insert("two words", "1"), Err(InvalidHeader::Name));
    assert_eq!(
        edits.insert("content-length", "1"),
        Err(InvalidHeader::Framing)
    );
    assert_eq!(edits.remove("content-length"), Err(InvalidHeader::Framing));
    assert!(edits.headers.is_empty());
}

#[test]
fn a_status_without_content_takes_away_what_speaks_of_it() {
    let mut response = ([(header::CONTENT_LENGTH, "4")], "body").into_response();
    set_status(&mut response, StatusCode::NO_CONTENT);
    assert!(response.headers().is_empty(), "{response:?}");
}

proptest! {
    /// The first response and the one with which a hook replaces it are edited alike.
    #[test]
    fn a_clone_edits_like_the_original(
        edits in vec((0..4_usize, prop::sample::select(&["x", "y"][..]), any::<bool>()), 0..16),
        own in vec(prop::sample::select(&["x", "y", "cache-control"][..]), 0..4),
    ) {
        let mut recorded = HeaderEdits::new();
        for (number, (action, name, is_token)) in edits.into_iter().enumerate() {
            let actions = [Action::SetDefault, Action::Insert, Action::Append, Action::Remove];
            let value = if is_token { token() } else { HeaderValue::from(number) };
            recorded.record(actions[action], name, value).unwrap();
        }
        let response = || {
            let mut response = ().into_response();
            for name in &own {
                response.headers_mut().append(*name, HeaderValue::from_static("own"));
            }
            response
        };

        let (mut first, mut second) = (response(), response());
        recorded.clone().apply(&mut first);
        recorded.apply(&mut second);
        prop_assert_eq!(first.headers(), second.headers());
    }
}
