//! What happens to a session whose token two clients seem to have, if such reuse is detected.

use std::time::Duration;

use axum::http::StatusCode;

use crate::events::{closed_with, listen, next};
use crate::site::Site;

pub(crate) const GRACE: Duration = Duration::from_secs(30);
const JUST_WITHIN: Duration = Duration::from_secs(GRACE.as_secs() - 1);
const SECOND: Duration = Duration::from_secs(1);

/// A site that detects stolen tokens.
async fn site() -> Site {
    Site::with(|config| config.reuse_grace = Some(GRACE)).await
}

/// A token that was issued a second after `token`, and has not been seen yet.
pub(crate) fn successor(site: &Site, token: &str) -> String {
    site.clock.advance(SECOND);
    let session = site.tokens().verify(token).unwrap();
    site.tokens().slide(&session).unwrap().into_string()
}

#[tokio::test]
async fn within_the_grace_all_tokens_of_a_session_pass() {
    let site = site().await;
    let old = site.log_in().await;
    let new = successor(&site, &old);
    for token in [&old, &new, &old, &new] {
        assert_eq!(site.check(token).await.status, StatusCode::OK);
    }
    site.clock.advance(JUST_WITHIN);
    for token in [&old, &new, &old] {
        assert_eq!(site.check(token).await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn after_the_grace_a_superseded_token_ends_its_session_and_no_other() {
    let site = site().await;
    let other = site.log_in().await;
    let old = site.log_in().await;
    let new = successor(&site, &old);
    assert_eq!(site.check(&new).await.status, StatusCode::OK);
    site.clock.advance(GRACE);
    assert_eq!(site.check(&new).await.status, StatusCode::OK);

    site.check(&old).await.assert_refused();
    site.check(&new).await.assert_refused();
    assert_eq!(site.check(&other).await.status, StatusCode::OK);
}

/// The client that presents the superseded token is recorded as the session's owner, because nobody else is
/// known; the address is the client's real one.
#[tokio::test]
async fn the_audit_log_tells_once_of_a_session_that_a_superseded_token_has_ended() {
    let site = site().await;
    let reader = site.log_in().await;
    let old = site.log_in().await;
    let new = successor(&site, &old);
    assert_eq!(site.check(&new).await.status, StatusCode::OK);
    site.clock.advance(GRACE);
    let presented = tokio::join!(site.check(&old), site.check(&old), site.check(&new));
    for answer in [presented.0, presented.1] {
        answer.assert_refused();
    }

    let audit = site.ask("GET", "/audit", Some(&reader)).await.json();
    let reuses: Vec<_> = audit
        .as_array()
        .unwrap()
        .iter()
        .filter(|entry| entry["action"] == "session.reuse")
        .collect();
    assert_eq!(reuses.len(), 1, "{audit}");
    assert_eq!(reuses[0], &audit[0]);
    for (field, value) in [
        ("actor", "admin"),
        ("subject", "admin"),
        ("address", "127.0.0.1"),
    ] {
        assert_eq!(reuses[0][field], value, "{field}");
    }
}

#[tokio::test]
async fn a_superseded_token_closes_the_sockets_of_its_session_and_of_no_other() {
    let site = site().await;
    let served = site.serve().await;
    let other = site.log_in().await;
    let old = site.log_in().await;
    let new = successor(&site, &old);
    let (of_old, of_new) = (listen(&served, &old).await, listen(&served, &new).await);
    let mut of_other = listen(&served, &other).await;
    site.clock.advance(GRACE);

    site.check(&old).await.assert_refused();
    for socket in [of_old, of_new] {
        assert_eq!(closed_with(socket, 0).await, 1008);
    }
    assert_eq!(next(&mut of_other).await["action"], "session.reuse");
}

#[tokio::test]
async fn a_token_whose_successors_were_never_used_passes_to_its_own_end() {
    let site = site().await;
    let token = site.log_in().await;
    for _ in 0..10 {
        site.clock.advance(GRACE * 2);
        assert_eq!(site.check(&token).await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn constant_use_of_the_newest_token_is_no_theft() {
    let site = site().await;
    let mut token = site.log_in().await;
    for _ in 0..100 {
        site.clock.advance(GRACE / 10);
        let answer = site.check(&token).await;
        answer.refreshtoken().clone_into(&mut token);
    }
}

#[tokio::test]
async fn unless_it_is_asked_for_no_token_is_superseded() {
    let site = Site::new().await;
    let old = site.log_in().await;
    let new = successor(&site, &old);
    assert_eq!(site.check(&new).await.status, StatusCode::OK);
    site.clock.advance(GRACE * 10);
    assert_eq!(site.check(&new).await.status, StatusCode::OK);
    assert_eq!(site.check(&old).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_socket_that_is_open_does_not_present_its_token_again() {
    let site = site().await;
    let old = site.log_in().await;
    let served = site.serve().await;
    let mut socket = listen(&served, &old).await;
    let new = successor(&site, &old);
    assert_eq!(site.check(&new).await.status, StatusCode::OK);
    site.clock.advance(GRACE * 2);
    assert_eq!(site.check(&new).await.status, StatusCode::OK);

    // Any action of the same user causes a lookup of the session.
    site.log_in().await;
    assert_eq!(next(&mut socket).await["subject"], "admin");
    assert_eq!(site.check(&new).await.status, StatusCode::OK);
}

/// Concurrent requests each record what they have seen, and none overwrites what another one has recorded.
#[tokio::test]
async fn of_tokens_used_at_the_same_time_the_newest_supersedes_the_others() {
    let site = site().await;
    for _ in 0..10 {
        let first = site.log_in().await;
        let second = successor(&site, &first);
        let third = successor(&site, &second);
        assert_eq!(site.check(&second).await.status, StatusCode::OK);
        let fourth = successor(&site, &third);
        let answers = tokio::join!(
            site.check(&third),
            site.check(&fourth),
            site.check(&second),
            site.check(&third),
        );
        for answer in [answers.0, answers.1, answers.2, answers.3] {
            assert_eq!(answer.status, StatusCode::OK);
        }
        site.clock.advance(GRACE * 2);
        site.check(&third).await.assert_refused();
    }
}
