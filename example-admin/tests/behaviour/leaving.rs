//! Clients that leave in the middle: either all of it is done or nothing, and nothing is left behind.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::site::{Answer, PASSWORD, Site};

/// More awaits than any request has.
const MOST: usize = 10_000;

/// Polls a request up to its `times`th await, then drops it, as when its client leaves.
async fn leave_after<F: Future>(times: usize, request: F) -> Option<F::Output> {
    let mut request = pin!(request);
    let mut left = times;
    poll_fn(|context| {
        if left == 0 {
            return Poll::Ready(None);
        }
        left -= 1;
        request.as_mut().poll(context).map(Some)
    })
    .await
}

/// Whether there is a user of this name, and whether the audit log says how that happened.
async fn traces(site: &Site, admin: &str, name: &str) -> (bool, bool) {
    let is_there = |answer: Answer, field: &str| {
        let entries: Vec<Value> = answer.json().as_array().unwrap().clone();
        entries.iter().any(|entry| entry[field] == name)
    };
    let users = site.ask("GET", "/users", Some(admin)).await;
    let audit = site.ask("GET", "/audit?limit=200", Some(admin)).await;
    (is_there(users, "username"), is_there(audit, "subject"))
}

#[tokio::test]
async fn a_user_is_created_with_an_entry_of_the_audit_log_or_not_at_all() {
    let site = Site::in_process().await;
    let admin = site.log_in().await;
    for times in 1..MOST {
        let name = format!("anna-{times}");
        let user = json!({ "username": name, "password": PASSWORD, "permissions": ["users:read"] });
        let request = site.send_json("POST", "/users", Some(&admin), user);
        let answer = leave_after(times, request).await;

        let (is_user, is_told) = traces(&site, &admin, &name).await;
        assert_eq!(is_user, is_told, "after {times} waits");
        if let Some(answer) = answer {
            assert_eq!(answer.status, StatusCode::CREATED);
            assert!(is_user);
            return;
        }
    }
    panic!("it is never done");
}

#[tokio::test]
async fn a_session_ends_with_an_entry_of_the_audit_log_or_lives_on() {
    let site = Site::in_process().await;
    let admin = site.log_in().await;
    for times in 1..MOST {
        let name = format!("anna-{times}");
        site.create(&admin, &name, &[]).await;
        let anna = site.log_in_as(&name, PASSWORD).await;
        let request = site.ask("POST", "/auth/logout", Some(&anna));
        let answer = leave_after(times, request).await;

        let is_alive = site.check(&anna).await.status == StatusCode::OK;
        let audit = site.ask("GET", "/audit?limit=200", Some(&admin)).await;
        let is_logout = |entry: &&Value| entry["action"] == "logout" && entry["actor"] == name;
        let told = audit
            .json()
            .as_array()
            .unwrap()
            .iter()
            .filter(is_logout)
            .count();
        assert_eq!(told, usize::from(!is_alive), "after {times} waits");
        if let Some(answer) = answer {
            assert_eq!(answer.status, StatusCode::NO_CONTENT);
            return;
        }
    }
    panic!("it is never done");
}

/// More requests are abandoned than there are connections to the database and places for hashing: any that
/// were kept would be missing in the end.
#[tokio::test]
async fn whoever_leaves_keeps_no_connection_and_no_place() {
    let site = Site::in_process().await;
    let admin = site.log_in().await;
    for round in 0..40 {
        let times = 1 + round % 8;
        leave_after(times, site.ask("GET", "/users", Some(&admin))).await;
        leave_after(times, site.check(&admin)).await;
        let form = format!("username=admin&password={PASSWORD}");
        leave_after(times, site.post_login(form)).await;
        // A hash in progress runs to its end, so only a limited number may start at once.
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let answers = futures_util::future::join_all((0..40).map(|_| site.check(&admin)));
    let answers = tokio::time::timeout(Duration::from_secs(20), answers).await;
    for answer in answers.expect("somebody waits for ever") {
        assert_eq!(answer.status, StatusCode::OK);
    }
    site.log_in().await;
}
