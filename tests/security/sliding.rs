//! `SlidingSession`: verify, check the store, slide (T2, T3, S2–S8, R9).

use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use auth_runtime::prelude::*;
use auth_runtime::security::{InState, LiveSession, SlidingSession};
use auth_runtime::token::{
    Key, ManualClock, MemorySessionStore, NoClaims, SessionId, SignedToken, Sliding, Tokens,
};
use axum::Router;
use axum::extract::FromRef;

use crate::support::{header, send, text};

type Store = Arc<MemorySessionStore>;
type Auth = SlidingSession<NoClaims, InState<Store>>;

#[derive(Clone, FromRef)]
pub(crate) struct AppState {
    pub(crate) tokens: Tokens,
    pub(crate) sessions: Store,
}

pub(crate) struct Site {
    pub(crate) app: Router,
    pub(crate) state: AppState,
    pub(crate) clock: ManualClock,
}

#[depends]
async fn me(#[depends(Auth::new())] session: LiveSession) -> String {
    session.subject().to_owned()
}

#[depends(Auth::without_sliding())]
async fn poll() -> &'static str {
    "nothing new"
}

#[depends]
async fn logout(
    #[depends(Auth::new())] session: LiveSession,
    State(sessions): State<Store>,
    response: &mut ResponseEdits,
) -> Result<StatusCode, HttpError> {
    sessions.end(session.id());
    response.remove("refreshtoken")?;
    Ok(StatusCode::NO_CONTENT)
}

pub(crate) fn site(sliding: Sliding) -> Site {
    let clock = ManualClock::at(UNIX_EPOCH + Duration::from_hours(500_000));
    let key = Key::hs256(b"3q2-7wAhX9kPzLm4VbNc8RtYs6JdFg0H").expect("a key");
    let tokens = Tokens::builder(key)
        .issuer("tests")
        .audience("tests")
        .window(Duration::from_mins(30))
        .session_maximum(Duration::from_hours(2))
        .sliding(sliding)
        .clock(clock.clone())
        .build()
        .expect("tokens");
    let state = AppState {
        tokens,
        sessions: Arc::new(MemorySessionStore::new()),
    };
    let guarded = ApiRouter::new("/me")
        .depends(Auth::new())
        .route("/", get(me))
        .route("/session", delete(logout));
    let app = ApiRouter::new("")
        .route("/poll", get(poll))
        .include(guarded)
        .build()
        .expect("no mistake");
    Site {
        app: app.with_state(state.clone()),
        state,
        clock,
    }
}

impl Site {
    pub(crate) fn log_in(&self) -> SignedToken {
        let token = self
            .state
            .tokens
            .issue("ann", SessionId::random().expect("random"))
            .expect("a token");
        self.state.sessions.start("ann", &token);
        token
    }

    async fn send(&self, line: &str, token: &str) -> Response {
        send(
            &self.app,
            line,
            &[("authorization", &format!("Bearer {token}"))],
            "",
        )
        .await
    }
}

#[tokio::test]
async fn each_answer_brings_a_later_token_that_is_not_stored() {
    let site = site(Sliding::EachRequest);
    let token = site.log_in();
    site.clock.advance(Duration::from_mins(10));

    let response = site.send("GET /me", token.as_str()).await;
    assert_eq!(response.status(), 200);
    assert_eq!(header(&response, "cache-control"), "no-store");
    let next = site
        .state
        .tokens
        .verify(header(&response, "refreshtoken"))
        .expect("a token");
    assert_eq!(
        next.expires_at().saturating_since(token.expires_at()),
        Duration::from_mins(10)
    );
    assert_eq!(text(response).await, "ann");
}

#[tokio::test]
async fn a_404_and_a_405_under_the_prefix_bring_it_too_and_options_does_not() {
    let site = site(Sliding::EachRequest);
    let token = site.log_in();
    for (line, status) in [("GET /me/unknown", 404), ("PUT /me", 405)] {
        let response = site.send(line, token.as_str()).await;
        assert_eq!(
            (
                response.status().as_u16(),
                header(&response, "refreshtoken").is_empty()
            ),
            (status, false)
        );
    }
    let response = site.send("OPTIONS /me", token.as_str()).await;
    assert_eq!(
        (
            response.status().as_u16(),
            header(&response, "refreshtoken")
        ),
        (405, "")
    );
}

#[tokio::test]
async fn a_route_can_leave_the_token_as_it_is() {
    let site = site(Sliding::EachRequest);
    let token = site.log_in();
    let response = site.send("GET /poll", token.as_str()).await;
    assert_eq!(
        (
            response.status().as_u16(),
            header(&response, "refreshtoken")
        ),
        (200, "")
    );
}

#[tokio::test]
async fn a_policy_slides_only_when_part_of_the_window_has_passed() {
    let site = site(Sliding::AFTER_HALF);
    let token = site.log_in();
    let response = site.send("GET /me", token.as_str()).await;
    assert_eq!(
        (
            response.status().as_u16(),
            header(&response, "refreshtoken")
        ),
        (200, "")
    );

    site.clock.advance(Duration::from_secs(1_000));
    let response = site.send("GET /me", token.as_str()).await;
    assert!(!header(&response, "refreshtoken").is_empty());
}

#[tokio::test]
async fn after_a_logout_no_token_of_the_session_passes_and_other_sessions_live_on() {
    let site = site(Sliding::EachRequest);
    let (token, other) = (site.log_in(), site.log_in());
    let newer = header(&site.send("GET /me", token.as_str()).await, "refreshtoken").to_owned();

    let response = site.send("DELETE /me/session", token.as_str()).await;
    assert_eq!(
        (
            response.status().as_u16(),
            header(&response, "refreshtoken")
        ),
        (204, "")
    );
    assert_eq!(header(&response, "cache-control"), "no-store");
    for ended in [token.as_str(), &newer] {
        assert_eq!(site.send("GET /me", ended).await.status(), 401);
    }
    assert_eq!(site.send("GET /me", other.as_str()).await.status(), 200);
}

#[tokio::test]
async fn sliding_never_passes_the_sessions_maximum_and_an_unused_token_dies() {
    let site = site(Sliding::EachRequest);
    let mut token = site.log_in().into_string();
    for _ in 0..5 {
        site.clock.advance(Duration::from_secs(1_400));
        let response = site.send("GET /me", &token).await;
        assert_eq!(response.status(), 200);
        token = header(&response, "refreshtoken").to_owned();
    }
    site.clock.advance(Duration::from_secs(200));
    assert_eq!(site.send("GET /me", &token).await.status(), 401);

    let unused = site.log_in();
    site.clock.advance(Duration::from_mins(30));
    assert_eq!(site.send("GET /me", unused.as_str()).await.status(), 401);
}

#[tokio::test]
async fn every_bad_token_gets_one_and_the_same_answer() {
    let site = site(Sliding::EachRequest);
    let good = site.log_in().into_string();
    let forged = format!("{}A", &good[..good.len() - 1]);
    let unknown = site
        .state
        .tokens
        .issue("ann", SessionId::random().expect("random"))
        .expect("a token");
    let expired = site.log_in().into_string();
    site.clock.advance(Duration::from_mins(30));

    let mut answers = Vec::new();
    for bad in [
        forged.as_str(),
        unknown.as_str(),
        &expired,
        "not.a.token",
        "x",
        &"a".repeat(3_000),
    ] {
        let response = site.send("GET /me", bad).await;
        assert_eq!(response.status(), 401, "{bad}");
        assert_eq!(header(&response, "refreshtoken"), "", "{bad}");
        let challenge = header(&response, "www-authenticate").to_owned();
        answers.push((challenge, text(response).await));
    }
    answers.dedup();
    assert_eq!(answers.len(), 1, "{answers:?}");
    assert_eq!(answers[0].0, "Bearer error=\"invalid_token\"");
}

#[tokio::test]
async fn a_browsers_websocket_brings_its_token_as_a_protocol() {
    let site = site(Sliding::EachRequest);
    let token = site.log_in();
    let protocols = format!("bearer, {}", token.as_str());
    let handshake = [
        ("upgrade", "websocket"),
        ("sec-websocket-protocol", protocols.as_str()),
    ];
    assert_eq!(
        send(&site.app, "GET /me", &handshake, "").await.status(),
        200
    );
    let without_upgrade = [("sec-websocket-protocol", protocols.as_str())];
    assert_eq!(
        send(&site.app, "GET /me", &without_upgrade, "")
            .await
            .status(),
        401
    );
}
