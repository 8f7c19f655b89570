//! Sliding over time, through whole tokens, with a clock that jumps.

use proptest::prelude::*;

use super::*;
use crate::token::{IssueError, Sliding};

/// Something that happens to a session.
#[derive(Clone, Debug)]
enum Event {
    Passes(u32),
    JumpsBack(u32),
    Request,
}

fn any_event() -> impl Strategy<Value = Event> {
    prop_oneof![
        (0..4_000_u32).prop_map(Event::Passes),
        (0..60_u32).prop_map(Event::JumpsBack),
        Just(Event::Request),
    ]
}

proptest! {
    /// The model: a session is alive until its last token's `exp`, and never past its maximum.
    #[test]
    fn a_session_follows_the_model(
        events in prop::collection::vec(any_event(), 1..40),
        window in 1..4_000_i64,
        more in 0..20_000_i64,
        leeway in 0..=60_i64,
    ) {
        let clock = clock();
        let tokens = builder(&clock)
            .window(seconds(window))
            .session_maximum(seconds(window + more))
            .leeway(seconds(leeway))
            .build()
            .unwrap();
        let mut token = tokens.issue("ann", session_id()).unwrap();
        let end = NOW + window + more;
        let mut issued = NOW;
        for event in events {
            match event {
                Event::Passes(by) => clock.advance(Duration::from_secs(by.into())),
                Event::JumpsBack(by) => clock.turn_back(Duration::from_secs(by.into())),
                Event::Request => {
                    let now = tokens.now().as_secs();
                    let presented = token.expires_at().as_secs();
                    let verified = tokens.verify(token.as_str());
                    if issued > now + leeway {
                        prop_assert_eq!(verified.unwrap_err(), TokenError::IssuedInFuture);
                        continue;
                    }
                    if presented + leeway <= now {
                        prop_assert_eq!(verified.unwrap_err(), TokenError::Expired);
                        continue;
                    }
                    let session = verified.unwrap();
                    let fresh = tokens.slide(&session).unwrap();
                    let again = tokens.verify(fresh.as_str()).unwrap();
                    issued = issued.max(now);
                    prop_assert_eq!(again.issued_at(), date(issued));
                    prop_assert_eq!(again.started_at(), date(NOW));
                    prop_assert_eq!(again.id(), session.id());
                    prop_assert_ne!(again.token_id(), session.token_id());
                    let expected = (now + window).min(end).max(presented);
                    prop_assert_eq!(again.expires_at().as_secs(), expected);
                    token = fresh;
                }
            }
        }
    }
}

proptest! {
    /// S4: `exp = min(now + ttl, session.end)`, through whole tokens.
    #[test]
    fn a_session_whose_record_ends_earlier_is_slid_to_that_end_at_most(
        ends_after in WINDOW..MAXIMUM + WINDOW,
        passes in prop::collection::vec(0..WINDOW, 1..40),
    ) {
        let clock = clock();
        let tokens = builder(&clock).build().unwrap();
        let record = date(NOW + ends_after);
        let end = NOW + ends_after.min(MAXIMUM);
        let mut token = tokens.issue("ann", session_id()).unwrap();
        for by in passes {
            clock.advance(seconds(by));
            let now = tokens.now().as_secs();
            let Ok(session) = tokens.verify(token.as_str()) else {
                prop_assert_eq!(token.expires_at().as_secs(), end);
                prop_assert!(now >= end);
                break;
            };
            let session = session.ending_by(record).unwrap();
            prop_assert_eq!(session.ends_at().as_secs(), end);
            token = tokens.slide(&session).unwrap();
            prop_assert_eq!(token.expires_at().as_secs(), (now + WINDOW).min(end));
            prop_assert_eq!(token.session_ends_at().as_secs(), end);
        }
    }
}

#[test]
fn a_token_that_outlives_the_record_of_its_session_is_refused() {
    let tokens = tokens();
    let token = tokens.issue("ann", session_id()).unwrap();
    let session = tokens.verify(token.as_str()).unwrap();
    assert!(session.clone().ending_by(token.expires_at()).is_ok());
    assert_eq!(
        session.ending_by(date(NOW + WINDOW - 1)).unwrap_err(),
        TokenError::PastSessionMaximum
    );
}

#[test]
fn no_token_is_due_that_would_end_with_the_record_as_the_presented_one_does() {
    let clock = clock();
    let tokens = builder(&clock)
        .sliding(Sliding::AFTER_HALF)
        .build()
        .unwrap();
    let token = tokens.issue("ann", session_id()).unwrap();
    let session = tokens.verify(token.as_str()).unwrap();
    clock.advance(seconds(WINDOW / 2));
    assert!(tokens.is_due(&session));
    assert!(!tokens.is_due(&session.ending_by(token.expires_at()).unwrap()));
}

#[test]
fn a_used_session_lives_to_its_maximum_and_no_longer() {
    let clock = clock();
    let tokens = builder(&clock).build().unwrap();
    let mut token = tokens.issue("ann", session_id()).unwrap();
    while let Ok(session) = tokens.verify(token.as_str()) {
        token = tokens.slide(&session).unwrap();
        clock.advance(Duration::from_mins(29));
    }
    assert_eq!(token.expires_at(), date(NOW + MAXIMUM));
    assert!(tokens.now() >= date(NOW + MAXIMUM));
}

#[test]
fn a_used_session_lives_to_its_maximum_if_tokens_are_replaced_now_and_then() {
    let clock = clock();
    let tokens = builder(&clock)
        .sliding(Sliding::AFTER_HALF)
        .build()
        .unwrap();
    let mut token = tokens.issue("ann", session_id()).unwrap();
    while let Ok(session) = tokens.verify(token.as_str()) {
        if let Some(next) = tokens.slide_if_due(&session).unwrap() {
            token = next;
        }
        clock.advance(Duration::from_mins(8));
    }
    assert_eq!(token.expires_at(), date(NOW + MAXIMUM));
}

#[test]
fn an_unused_token_is_dead_at_its_expiry_to_the_second() {
    let clock = clock();
    let tokens = builder(&clock).build().unwrap();
    let token = tokens.issue("ann", session_id()).unwrap();
    clock.advance(seconds(WINDOW - 1));
    assert!(tokens.verify(token.as_str()).is_ok());
    clock.advance(seconds(1));
    assert_eq!(
        tokens.verify(token.as_str()).unwrap_err(),
        TokenError::Expired
    );
}

#[test]
fn an_old_token_stays_valid_to_its_own_end() {
    let clock = clock();
    let tokens = builder(&clock).build().unwrap();
    let token = tokens.issue("ann", session_id()).unwrap();
    clock.advance(seconds(600));
    let session = tokens.verify(token.as_str()).unwrap();
    let successors = [
        tokens.slide(&session).unwrap(),
        tokens.slide(&session).unwrap(),
    ];
    clock.advance(seconds(600));
    for token in successors.iter().chain([&token]) {
        assert!(tokens.verify(token.as_str()).is_ok());
    }
}

#[test]
fn an_expired_session_is_not_slid() {
    let clock = clock();
    let tokens = builder(&clock).build().unwrap();
    let session = tokens
        .verify(tokens.issue("ann", session_id()).unwrap().as_str())
        .unwrap();
    clock.advance(seconds(WINDOW));
    assert!(matches!(tokens.slide(&session), Err(IssueError::Expired)));
}

#[test]
fn a_shortened_session_maximum_holds_for_old_tokens_too() {
    let clock = clock();
    let token = builder(&clock)
        .build()
        .unwrap()
        .issue("ann", session_id())
        .unwrap();
    let shorter = builder(&clock)
        .window(seconds(60))
        .session_maximum(seconds(60))
        .build()
        .unwrap();
    assert_eq!(
        shorter.verify(token.as_str()).unwrap_err(),
        TokenError::PastSessionMaximum
    );
}

#[test]
fn leeway_bridges_clocks_that_differ() {
    let clock = clock();
    let tokens = builder(&clock).leeway(seconds(30)).build().unwrap();
    let token = tokens.issue("ann", session_id()).unwrap();
    clock.turn_back(seconds(30));
    assert!(tokens.verify(token.as_str()).is_ok());
    clock.turn_back(seconds(1));
    assert_eq!(
        tokens.verify(token.as_str()).unwrap_err(),
        TokenError::IssuedInFuture
    );
    clock.set(date(NOW + WINDOW + 29));
    assert!(tokens.verify(token.as_str()).is_ok());
    clock.advance(seconds(1));
    assert_eq!(
        tokens.verify(token.as_str()).unwrap_err(),
        TokenError::Expired
    );
}

#[test]
fn the_policy_decides_when_a_token_is_due() {
    let clock = clock();
    let tokens = builder(&clock)
        .sliding(Sliding::AFTER_HALF)
        .build()
        .unwrap();
    let token = tokens.issue("ann", session_id()).unwrap();
    let session = tokens.verify(token.as_str()).unwrap();
    clock.advance(seconds(WINDOW / 2 - 1));
    assert!(tokens.slide_if_due(&session).unwrap().is_none());
    clock.advance(seconds(1));
    assert!(tokens.slide_if_due(&session).unwrap().is_some());
}
