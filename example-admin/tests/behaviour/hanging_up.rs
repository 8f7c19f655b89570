//! Clients that close their connections at every stage of a request: either all of it is done or nothing, and
//! nothing is left behind. (`leaving` tests every single await, without connections.)

use std::time::Duration;

use axum::http::StatusCode;
use serde_json::{Value, json};
use tokio::time::{sleep, timeout};

use crate::site::{PASSWORD, Served, Site};
use crate::wire::{AT_ONCE, Wire, head};

/// When a client hangs up.
#[derive(Debug, Clone, Copy)]
enum Stage {
    /// The head is sent.
    Head,
    /// Half of the body is sent, too.
    HalfBody,
    /// The whole request was sent this long ago.
    Whole(Duration),
    /// The response has begun.
    Answer,
}

/// Covers the whole time that a response takes: the time of hashing, and more.
fn stages() -> Vec<Stage> {
    let after = |milliseconds| Stage::Whole(Duration::from_millis(milliseconds));
    let early = (0..10).map(after);
    let late = (10..200).step_by(10).map(after);
    let mut stages = vec![Stage::Head, Stage::HalfBody];
    stages.extend(early.chain(late));
    stages.push(Stage::Answer);
    stages
}

/// Sends a request up to this stage, and closes the connection.
async fn hang_up(served: &Served, stage: Stage, head: &str, body: &str) {
    let mut wire = Wire::to(served).await;
    wire.send(head).await;
    match stage {
        Stage::Head => {}
        Stage::HalfBody => wire.send(&body[..body.len() / 2]).await,
        Stage::Whole(since) => {
            wire.send(body).await;
            sleep(since).await;
        }
        Stage::Answer => {
            wire.send(body).await;
            wire.status().await;
        }
    }
}

fn post(path: &str, token: Option<&str>, content_type: &str, body: &str) -> String {
    let content_type = format!("content-type: {content_type}");
    let length = format!("content-length: {}", body.len());
    head("POST", path, token, &[&content_type, &length])
}

/// Stops a server, and waits until nothing is connected or in progress.
async fn drain(served: Served) {
    served.stop.send(()).await.unwrap();
    timeout(AT_ONCE, served.running)
        .await
        .expect("somebody is still there")
        .unwrap();
}

/// What the audit log says, as `actor action subject`.
async fn told(site: &Site, token: &str) -> Vec<String> {
    let audit = site.ask("GET", "/audit?limit=200", Some(token)).await;
    let entries = audit.json();
    let text = |entry: &Value, field: &str| entry[field].as_str().unwrap().to_owned();
    let told = |entry| {
        ["actor", "action", "subject"]
            .map(|field| text(entry, field))
            .join(" ")
    };
    entries.as_array().unwrap().iter().map(told).collect()
}

#[tokio::test]
async fn a_user_is_created_and_told_of_or_not_at_all() {
    let site = Site::new().await;
    let served = site.serve().await;
    let admin = site.log_in().await;
    for (number, stage) in stages().into_iter().enumerate() {
        let name = format!("anna-{number}");
        let user = json!({ "username": name, "password": PASSWORD, "permissions": ["users:read"] });
        let user = user.to_string();
        let head = post("/users", Some(&admin), "application/json", &user);
        hang_up(&served, stage, &head, &user).await;
    }
    drain(served).await;

    let users = site.ask("GET", "/users", Some(&admin)).await;
    let users = users.json();
    let told = told(&site, &admin).await;
    let outcomes: Vec<_> = (0..stages().len())
        .map(|number| {
            let name = format!("anna-{number}");
            let is_user = users
                .as_array()
                .unwrap()
                .iter()
                .any(|user| user["username"] == name);
            let entry = format!("admin user.create {name}");
            let entries = told.iter().filter(|told| **told == entry).count();
            assert_eq!(entries, usize::from(is_user), "{:?}", stages()[number]);
            is_user
        })
        .collect();
    assert_eq!(
        outcomes[..2],
        [false, false],
        "of half a request came a user"
    );
    assert_eq!(outcomes.last(), Some(&true));
}

#[tokio::test]
async fn a_session_ends_and_is_told_of_or_lives_on() {
    let site = Site::new().await;
    let served = site.serve().await;
    let admin = site.log_in().await;
    site.create(&admin, "anna", &[]).await;
    let mut sessions = Vec::new();
    for stage in stages() {
        let token = site.log_in_as("anna", PASSWORD).await;
        let head = head("POST", "/auth/logout", Some(&token), &[]);
        hang_up(&served, stage, &head, "").await;
        sessions.push(token);
    }
    drain(served).await;

    let mut ended = 0;
    for token in &sessions {
        ended += usize::from(site.check(token).await.status == StatusCode::UNAUTHORIZED);
    }
    let told = told(&site, &admin).await;
    let logouts = told
        .iter()
        .filter(|told| *told == "anna logout anna")
        .count();
    assert_eq!(logouts, ended);
    site.check(sessions.last().unwrap()).await.assert_refused();
}

/// More requests are abandoned than there are connections to the database and places for hashing: any that
/// were kept would be missing in the end.
#[tokio::test]
async fn whoever_hangs_up_keeps_no_connection_and_no_place() {
    let site = Site::new().await;
    let served = site.serve().await;
    let admin = site.log_in().await;
    let form = format!("username=admin&password={PASSWORD}");
    let login = post("/login", None, "application/x-www-form-urlencoded", &form);
    let list = head("GET", "/users", Some(&admin), &[]);
    for _ in 0..2 {
        for stage in stages() {
            hang_up(&served, stage, &login, &form).await;
            hang_up(&served, stage, &list, "").await;
        }
    }
    drain(served).await;

    let answers = futures_util::future::join_all((0..40).map(|_| site.check(&admin)));
    let answers = timeout(AT_ONCE, answers).await;
    for answer in answers.expect("somebody waits for ever") {
        assert_eq!(answer.status, StatusCode::OK);
    }
    site.log_in().await;
}
