//! Sessions in a store: what ends them, and what does not revive them.

use std::{
    pin::pin,
    task::{Context, Poll, Waker},
};

use super::*;
use crate::token::{MemorySessionStore, SessionRecord, SessionStatus, SessionStore, SignedToken};

/// The in-memory store never waits.
fn now<F: Future<Output = Result<T, std::convert::Infallible>>, T>(future: F) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(Ok(value)) => value,
        Poll::Pending => panic!("the store waits"),
    }
}

/// The status of a session that started when the test did.
fn alive() -> SessionStatus {
    SessionStatus::Alive(SessionRecord {
        owner: (),
        ends_at: date(NOW + MAXIMUM),
    })
}

struct Fixture {
    clock: ManualClock,
    tokens: Tokens,
    store: MemorySessionStore,
}

impl Fixture {
    fn new(store: MemorySessionStore) -> Self {
        let clock = clock();
        let tokens = builder(&clock).build().unwrap();
        Self {
            clock,
            tokens,
            store,
        }
    }

    fn login(&self, subject: &str) -> SignedToken {
        let token = self
            .tokens
            .issue(subject, SessionId::random().unwrap())
            .unwrap();
        self.store.start(subject, &token);
        token
    }

    fn status(&self, token: &SignedToken) -> SessionStatus {
        let session = self.tokens.verify(token.as_str()).unwrap();
        now(self.store.check(&session, self.tokens.now()))
    }

    fn slide(&self, token: &SignedToken) -> SignedToken {
        self.tokens
            .slide(&self.tokens.verify(token.as_str()).unwrap())
            .unwrap()
    }
}

#[test]
fn logout_ends_every_token_of_the_session_and_of_no_other() {
    let fixture = Fixture::new(MemorySessionStore::new());
    let [old, other] = [fixture.login("ann"), fixture.login("ann")];
    let new = fixture.slide(&old);
    fixture.store.end(old.session_id());
    assert_eq!(fixture.status(&old), SessionStatus::Ended);
    assert_eq!(fixture.status(&new), SessionStatus::Ended);
    assert_eq!(fixture.status(&fixture.slide(&new)), SessionStatus::Ended);
    assert_eq!(fixture.status(&other), alive());
}

#[test]
fn all_sessions_of_a_subject_end_together() {
    let fixture = Fixture::new(MemorySessionStore::new());
    let [one, two, other] = ["ann", "ann", "bob"].map(|subject| fixture.login(subject));
    fixture.store.end_all("ann");
    assert_eq!(
        fixture.status(&one).require_alive(),
        Err(TokenError::SessionEnded)
    );
    assert_eq!(fixture.status(&two), SessionStatus::Ended);
    assert_eq!(fixture.status(&other), alive());
}

#[test]
fn a_session_that_was_never_started_has_ended() {
    let fixture = Fixture::new(MemorySessionStore::new());
    let token = fixture.tokens.issue("ann", session_id()).unwrap();
    assert_eq!(fixture.status(&token), SessionStatus::Ended);
}

#[test]
fn without_reuse_detection_old_tokens_of_a_session_live_on() {
    let fixture = Fixture::new(MemorySessionStore::new());
    let old = fixture.login("ann");
    fixture.clock.advance(seconds(60));
    let new = fixture.slide(&old);
    assert_eq!(fixture.status(&new), alive());
    fixture.clock.advance(seconds(60));
    assert_eq!(fixture.status(&old), alive());
}

#[test]
fn with_reuse_detection_a_superseded_token_ends_the_session_for_good() {
    let grace = seconds(30);
    let fixture = Fixture::new(MemorySessionStore::new().with_reuse_detection(grace));
    let old = fixture.login("ann");
    fixture.clock.advance(seconds(60));
    let new = fixture.slide(&old);
    assert_eq!(fixture.status(&new), alive());
    fixture.clock.advance(seconds(29));
    assert_eq!(fixture.status(&old), alive());
    fixture.clock.advance(seconds(1));
    assert_eq!(
        fixture.status(&old).require_alive(),
        Err(TokenError::Reused)
    );
    assert_eq!(fixture.status(&new), SessionStatus::Ended);
}

#[test]
fn expired_records_do_not_pile_up() {
    let fixture = Fixture::new(MemorySessionStore::new());
    for _ in 0..5_000 {
        fixture.login("ann");
        fixture.clock.advance(seconds(MAXIMUM / 100));
    }
    assert!(fixture.store.len() < 1_100, "{}", fixture.store.len());
}
