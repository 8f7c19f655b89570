//! What a token permits, how it slides, and how its session ends.

use std::time::Duration;

use auth_runtime::token::{Key, SessionId, Tokens};
use axum::http::StatusCode;
use example_admin::domain::{Actor, Username};
use example_admin::store::{Credentials, NewSession};
use futures_util::future::join_all;

use crate::site::{SECRET, SESSION_MAX, Site, TTL, request};

const SECOND: Duration = Duration::from_secs(1);
const JUST_BEFORE: Duration = Duration::from_secs(TTL.as_secs() - 1);

async fn credentials(site: &Site) -> Credentials {
    let admin = Username::parse("admin").unwrap();
    site.state.store.credentials(&admin).await.unwrap().unwrap()
}

/// Starts a session of `admin` that ends after `length`; returns `None` if `credentials` are not valid.
async fn start_session(
    site: &Site,
    length: Duration,
    credentials: &Credentials,
) -> Option<SessionId> {
    let id = SessionId::random().unwrap();
    let actor = Actor {
        username: Username::parse("admin").unwrap(),
        at: site.tokens().now(),
        address: [127, 0, 0, 1].into(),
    };
    let session = NewSession {
        id,
        started_at: actor.at,
        ends_at: actor.at.saturating_add(length),
    };
    let is_started = site
        .state
        .store
        .start_session(&session, credentials, &actor)
        .await;
    is_started.unwrap().then_some(id)
}

/// A token that the site issued, with `subject` in it; its session ends after `length`.
async fn token_of_a_session(site: &Site, length: Duration, subject: &str) -> String {
    let id = start_session(site, length, &credentials(site).await)
        .await
        .unwrap();
    site.tokens().issue(subject, id).unwrap().into_string()
}

#[tokio::test]
async fn a_session_answers_null_and_slides() {
    let site = Site::new().await;
    let token = site.log_in().await;
    site.clock.advance(JUST_BEFORE);

    let answer = site.check(&token).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.body, b"null");
    assert_eq!(answer.header("cache-control"), Some("no-store"));

    let next = site.tokens().verify(answer.refreshtoken()).unwrap();
    assert_eq!(next.expires_at(), site.tokens().now().saturating_add(TTL));
    site.clock.advance(JUST_BEFORE);
    assert_eq!(
        site.check(answer.refreshtoken()).await.status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn head_is_like_get() {
    let site = Site::new().await;
    let token = site.log_in().await;
    let answer = site.ask("HEAD", "/auth/checkAuth", Some(&token)).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.body.is_empty());
    answer.refreshtoken();
}

#[tokio::test]
async fn an_unused_token_ends_to_the_second() {
    let site = Site::new().await;
    let token = site.log_in().await;
    site.clock.advance(JUST_BEFORE);
    assert_eq!(site.check(&token).await.status, StatusCode::OK);
    site.clock.advance(SECOND);
    site.check(&token).await.assert_refused();
}

#[tokio::test]
async fn an_old_token_is_good_to_its_own_end() {
    let site = Site::new().await;
    let old = site.log_in().await;
    let mut new = old.clone();
    for _ in 0..TTL.as_secs() / 60 - 1 {
        site.clock.advance(SECOND * 60);
        site.check(&new).await.refreshtoken().clone_into(&mut new);
        assert_eq!(site.check(&old).await.status, StatusCode::OK);
    }
    site.clock.advance(SECOND * 59);
    assert_eq!(site.check(&old).await.status, StatusCode::OK);
    site.clock.advance(SECOND);
    site.check(&old).await.assert_refused();
    assert_eq!(site.check(&new).await.status, StatusCode::OK);
}

#[tokio::test]
async fn sliding_never_passes_the_sessions_end() {
    let site = Site::new().await;
    let start = site.tokens().now();
    let mut token = site.log_in().await;
    for _ in 0..25 {
        let answer = site.check(&token).await;
        if answer.status != StatusCode::OK {
            break;
        }
        answer.refreshtoken().clone_into(&mut token);
        site.clock.advance(JUST_BEFORE);
    }
    site.check(&token).await.assert_refused();
    assert!(site.tokens().now() >= start.saturating_add(SESSION_MAX));
    assert!(site.tokens().now() < start.saturating_add(SESSION_MAX + TTL));
}

#[tokio::test]
async fn the_sessions_end_is_to_the_second() {
    let site = Site::new().await;
    let mut token = site.log_in().await;
    let half = TTL / 2;
    let halves = SESSION_MAX.as_secs() / half.as_secs();
    for _ in 0..halves - 2 {
        site.clock.advance(half);
        let answer = site.check(&token).await;
        answer.refreshtoken().clone_into(&mut token);
    }
    site.clock.advance(JUST_BEFORE);
    let answer = site.check(&token).await;
    assert_eq!(answer.status, StatusCode::OK);
    // There is a next token, and it ends with the session.
    let last = answer.refreshtoken();
    site.clock.advance(SECOND);
    site.check(&token).await.assert_refused();
    site.check(last).await.assert_refused();
}

#[tokio::test]
async fn without_a_token_one_is_asked_for() {
    let site = Site::new().await;
    for (method, path) in [
        ("GET", "/auth/checkAuth"),
        ("POST", "/auth/logout"),
        ("GET", "/me"),
    ] {
        let answer = site.ask(method, path, None).await;
        answer.assert_problem(StatusCode::UNAUTHORIZED);
        assert_eq!(answer.header("www-authenticate"), Some("Bearer"), "{path}");
        assert_eq!(answer.header("refreshtoken"), None, "{path}");
    }
}

#[tokio::test]
async fn forged_tokens_are_refused_alike() {
    let site = Site::new().await;
    let token = site.log_in().await;
    let other_key = Tokens::builder(Key::hs256(SECRET.to_lowercase()).unwrap())
        .issuer("example-admin")
        .audience("example-admin")
        .clock(site.clock.clone())
        .build()
        .unwrap();
    let forged = other_key.issue("1", SessionId::random().unwrap()).unwrap();

    let (rest, signature) = token.rsplit_once('.').unwrap();
    for token in [
        forged.as_str(),
        &format!("{rest}."),
        &format!("{rest}.A{}", &signature[1..]),
        "x",
        "a.b.c",
    ] {
        if token != format!("{rest}.{signature}") {
            site.check(token).await.assert_refused();
        }
    }
}

#[tokio::test]
async fn two_authorization_headers_are_one_too_many() {
    let site = Site::new().await;
    let token = site.log_in().await;
    let twice = request("GET", "/auth/checkAuth", Some(&token))
        .header("authorization", format!("Bearer {token}"));
    site.send(twice.body(axum::body::Body::empty()).unwrap())
        .await
        .assert_refused();
}

#[tokio::test]
async fn logout_ends_all_tokens_of_its_session_and_of_no_other() {
    let site = Site::new().await;
    let older = site.log_in().await;
    let newer = site.check(&older).await.refreshtoken().to_owned();
    let other = site.log_in().await;

    let answer = site.ask("POST", "/auth/logout", Some(&newer)).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    assert!(answer.body.is_empty());
    assert_eq!(answer.header("refreshtoken"), None);
    assert_eq!(answer.header("cache-control"), Some("no-store"));

    site.check(&older).await.assert_refused();
    site.check(&newer).await.assert_refused();
    site.ask("POST", "/auth/logout", Some(&newer))
        .await
        .assert_refused();
    assert_eq!(site.check(&other).await.status, StatusCode::OK);
}

#[tokio::test]
async fn me_is_who_is_logged_in() {
    let site = Site::new().await;
    let token = site.log_in().await;
    let answer = site.ask("GET", "/me", Some(&token)).await;
    let permissions = ["users:read", "users:write", "audit:read"];
    assert_eq!(
        answer.json(),
        serde_json::json!({ "id": 1, "username": "admin", "permissions": permissions })
    );
    answer.refreshtoken();
}

#[tokio::test]
async fn a_token_of_no_session_is_refused() {
    let site = Site::new().await;
    let token = site
        .tokens()
        .issue("1", SessionId::random().unwrap())
        .unwrap();
    site.check(token.as_str()).await.assert_refused();
}

#[tokio::test]
async fn a_token_of_somebody_elses_session_is_refused() {
    let site = Site::new().await;
    assert_eq!(
        site.check(&token_of_a_session(&site, TTL, "1").await)
            .await
            .status,
        StatusCode::OK
    );
    for subject in ["2", "01", "admin"] {
        site.check(&token_of_a_session(&site, TTL, subject).await)
            .await
            .assert_refused();
    }
}

#[tokio::test]
async fn a_token_that_outlives_its_session_is_refused() {
    let site = Site::new().await;
    assert_eq!(
        site.check(&token_of_a_session(&site, TTL, "1").await)
            .await
            .status,
        StatusCode::OK
    );
    site.check(&token_of_a_session(&site, JUST_BEFORE, "1").await)
        .await
        .assert_refused();
}

#[tokio::test]
async fn a_login_does_not_outlive_the_password_that_it_was_checked_against() {
    let site = Site::new().await;
    let outdated = Credentials {
        password_hash: "changed".to_owned(),
        ..credentials(&site).await
    };
    assert!(start_session(&site, TTL, &outdated).await.is_none());
}

#[tokio::test]
async fn requests_at_the_same_time_with_one_token_all_succeed() {
    let site = Site::new().await;
    let token = site.log_in().await;
    let answers = join_all((0..20).map(|_| site.check(&token)));
    for answer in answers.await {
        assert_eq!(
            site.check(answer.refreshtoken()).await.status,
            StatusCode::OK
        );
    }
}

#[tokio::test]
async fn without_a_database_nobody_passes() {
    let site = Site::new().await;
    let token = site.log_in().await;
    assert_eq!(
        site.ask("GET", "/healthz", None).await.status,
        StatusCode::OK
    );

    site.state.store.close().await;
    let answer = site.check(&token).await;
    answer.assert_problem(StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(answer.header("refreshtoken"), None);
    site.ask("GET", "/healthz", None)
        .await
        .assert_problem(StatusCode::SERVICE_UNAVAILABLE);
}
