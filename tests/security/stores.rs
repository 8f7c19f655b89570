//! What a store says about a session: whose it is, when it ends, or nothing at all (S4, S13, S19).

use std::sync::{Arc, Mutex};
use std::time::Duration;

use auth_runtime::Overrides;
use auth_runtime::prelude::*;
use auth_runtime::security::{InState, LiveSession, SlidingSession};
use auth_runtime::token::{
    NoClaims, NumericDate, Session, SessionRecord, SessionStatus, SessionStore, SignedToken,
    Sliding, Tokens,
};
use axum::Router;
use axum::extract::FromRef;

use crate::sliding::{Site, site};
use crate::support::{header, send, text};

/// A store that cannot answer.
#[derive(Clone)]
struct Broken;

impl SessionStore for Broken {
    type Owner = ();
    type Error = std::io::Error;

    async fn check<C: Send + Sync>(
        &self,
        _: &Session<C>,
        _: NumericDate,
    ) -> Result<SessionStatus, std::io::Error> {
        Err(std::io::ErrorKind::ConnectionRefused.into())
    }
}

#[derive(Clone, FromRef)]
struct BrokenState {
    tokens: Tokens,
    sessions: Broken,
}

#[depends(SlidingSession::<NoClaims, InState<Broken>>::new())]
async fn guarded() -> &'static str {
    "passed"
}

#[tokio::test]
async fn nobody_passes_while_the_store_cannot_answer() {
    let site = site(Sliding::EachRequest);
    let token = site.log_in();
    let state = BrokenState {
        tokens: site.state.tokens.clone(),
        sessions: Broken,
    };
    let app = ApiRouter::new("")
        .route("/", get(guarded))
        .build()
        .expect("no mistake")
        .with_state(state);

    let response = send(
        &app,
        "GET /",
        &[("authorization", &format!("Bearer {}", token.as_str()))],
        "",
    )
    .await;
    assert_eq!(response.status(), 503);
    assert_eq!(
        header(&response, "content-type"),
        "application/problem+json"
    );
    assert_eq!(header(&response, "refreshtoken"), "");
}

/// A store that reads more than whether a session is alive.
#[derive(Clone)]
struct People {
    record: Arc<Mutex<SessionRecord<&'static str>>>,
}

impl SessionStore for People {
    type Owner = &'static str;
    type Error = std::convert::Infallible;

    async fn check<C: Send + Sync>(
        &self,
        _: &Session<C>,
        _: NumericDate,
    ) -> Result<SessionStatus<&'static str>, std::convert::Infallible> {
        Ok(SessionStatus::Alive(*self.record.lock().expect("a record")))
    }
}

#[derive(Clone, FromRef)]
struct StateOfPeople {
    tokens: Tokens,
    people: People,
}

type Person = LiveSession<NoClaims, &'static str>;
type OfPeople = SlidingSession<NoClaims, InState<People>>;

#[depends]
async fn who(#[depends(OfPeople::new())] session: Person) -> String {
    format!("{} {}", session.owner(), session.lasts_until().as_secs())
}

#[depends]
async fn who_polls(#[depends(OfPeople::without_sliding())] session: Person) -> String {
    format!("{} {}", session.owner(), session.lasts_until().as_secs())
}

/// A site whose sessions end after this time, whatever their tokens say.
fn site_of_people(ends_after: Duration) -> (Site, People, Router) {
    let site = site(Sliding::EachRequest);
    let record = SessionRecord {
        owner: "ann",
        ends_at: site.state.tokens.now().saturating_add(ends_after),
    };
    let people = People {
        record: Arc::new(Mutex::new(record)),
    };
    let state = StateOfPeople {
        tokens: site.state.tokens.clone(),
        people: people.clone(),
    };
    let app = of_people().build().expect("no mistake").with_state(state);
    (site, people, app)
}

fn of_people() -> ApiRouter<StateOfPeople> {
    ApiRouter::new("")
        .route("/", get(who))
        .route("/poll", get(who_polls))
}

async fn ask(app: &Router, line: &str, token: &SignedToken) -> Response {
    let authorization = format!("Bearer {}", token.as_str());
    send(app, line, &[("authorization", &authorization)], "").await
}

#[tokio::test]
async fn handlers_know_the_owner_of_this_moment_and_until_when_the_session_lasts() {
    let (site, people, app) = site_of_people(Duration::from_hours(1));
    let token = site.log_in();
    people.record.lock().expect("a record").owner = "bob";
    site.clock.advance(Duration::from_mins(10));

    let response = ask(&app, "GET /", &token).await;
    let next = site.state.tokens.verify(header(&response, "refreshtoken"));
    let next = next.expect("a token").expires_at();
    assert!(next > token.expires_at());
    assert_eq!(text(response).await, format!("bob {}", next.as_secs()));

    let response = ask(&app, "GET /poll", &token).await;
    let presented = token.expires_at().as_secs();
    assert_eq!(text(response).await, format!("bob {presented}"));
}

/// S4: `exp = min(now + ttl, session.end)`.
#[tokio::test]
async fn no_token_outlives_the_record_of_its_session() {
    let (site, people, app) = site_of_people(Duration::from_mins(35));
    let token = site.log_in();
    site.clock.advance(Duration::from_mins(10));
    let response = ask(&app, "GET /", &token).await;
    let next = site.state.tokens.verify(header(&response, "refreshtoken"));
    let ends_at = people.record.lock().expect("a record").ends_at;
    assert_eq!(next.expect("a token").expires_at(), ends_at);

    people.record.lock().expect("a record").ends_at = site.state.tokens.now();
    let response = ask(&app, "GET /", &token).await;
    assert_eq!(response.status(), 401);
    assert_eq!(header(&response, "refreshtoken"), "");
}

#[tokio::test]
async fn a_test_says_who_is_asking() {
    let (site, people, _) = site_of_people(Duration::from_hours(1));
    let tokens = site.state.tokens.clone();
    let token = site.log_in();
    let session = tokens.verify(token.as_str()).expect("a session");
    let live = LiveSession::new(session, "whoever").lasting_until(NumericDate::MIN);
    assert!(!format!("{live:?}").contains("whoever"));

    let overrides = Overrides::new().with_value(OfPeople::new(), live);
    let app = of_people().overrides(overrides);
    let app = app.build().expect("no mistake");
    let app = app.with_state(StateOfPeople { tokens, people });
    assert_eq!(text(send(&app, "GET /", &[], "").await).await, "whoever 0");
}

#[depends]
async fn without_a_store(#[depends(SlidingSession::<NoClaims>::new())] session: Session) -> String {
    session.subject().to_owned()
}

#[tokio::test]
async fn without_a_store_a_session_lives_as_long_as_its_tokens() {
    let site = site(Sliding::EachRequest);
    let app = ApiRouter::new("")
        .route("/", get(without_a_store))
        .build()
        .expect("no mistake")
        .with_state(site.state.tokens.clone());
    let token = site.log_in();
    site.state.sessions.end(token.session_id());
    let response = ask(&app, "GET /", &token).await;
    assert!(!header(&response, "refreshtoken").is_empty());
    assert_eq!(text(response).await, "ann");
}
