//! Two nodes on one database: a change at one applies at the other from the next request on.

use std::sync::Arc;
use std::time::UNIX_EPOCH;

use auth_runtime::token::ManualClock;
use axum::http::StatusCode;
use example_admin::config::Config;
use serde_json::json;

use crate::database::Database;
use crate::events::{closed_with, listen, next};
use crate::reuse::{GRACE, successor};
use crate::site::{PASSWORD, START, Site};

/// Two nodes that share only the database and the clock.
async fn nodes() -> (Site, Site) {
    nodes_with(|_| ()).await
}

/// The same with this change to the configuration of both.
async fn nodes_with(change: fn(&mut Config)) -> (Site, Site) {
    let database = Arc::new(Database::fresh().await);
    let clock = ManualClock::at(UNIX_EPOCH + START);
    let node = || {
        Site::on(Arc::clone(&database), clock.clone(), |config| {
            config.key = None;
            change(config);
        })
    };
    (node().await.0, node().await.0)
}

#[tokio::test]
async fn a_token_of_one_node_is_good_at_the_other_and_slides_there() {
    let (here, there) = nodes().await;
    let token = here.log_in().await;
    let answer = there.check(&token).await;
    assert_eq!(answer.status, StatusCode::OK);
    let back = here.check(answer.refreshtoken()).await;
    assert_eq!(back.status, StatusCode::OK);
}

#[tokio::test]
async fn logout_is_effective_at_the_other_node() {
    let (here, there) = nodes().await;
    let older = here.log_in().await;
    let newer = there.check(&older).await.refreshtoken().to_owned();
    let other = there.log_in().await;

    let answer = here.ask("POST", "/auth/logout", Some(&older)).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    there.check(&older).await.assert_refused();
    there.check(&newer).await.assert_refused();
    assert_eq!(here.check(&other).await.status, StatusCode::OK);
}

#[tokio::test]
async fn permissions_change_at_the_other_node_with_the_next_request() {
    let (here, there) = nodes().await;
    let admin = here.log_in().await;
    let path = here.create(&admin, "anna", &["users:read"]).await;
    let anna = there.log_in_as("anna", PASSWORD).await;
    let list = || there.ask("GET", "/users", Some(&anna));
    assert_eq!(list().await.status, StatusCode::OK);

    for (permissions, status) in [
        (json!([]), StatusCode::FORBIDDEN),
        (json!(["users:read"]), StatusCode::OK),
    ] {
        let change = json!({ "permissions": permissions });
        here.send_json("PATCH", &path, Some(&admin), change).await;
        assert_eq!(list().await.status, status);
    }
}

#[tokio::test]
async fn a_deleted_users_tokens_are_refused_at_the_other_node() {
    let (here, there) = nodes().await;
    let admin = here.log_in().await;
    let path = here.create(&admin, "anna", &[]).await;
    let anna = there.log_in_as("anna", PASSWORD).await;
    assert_eq!(there.check(&anna).await.status, StatusCode::OK);

    here.ask("DELETE", &path, Some(&admin)).await;
    there.check(&anna).await.assert_refused();
    here.create(&admin, "anna", &[]).await;
    there.check(&anna).await.assert_refused();
}

#[tokio::test]
async fn a_new_password_ends_the_sessions_at_the_other_node() {
    let (here, there) = nodes().await;
    let admin = here.log_in().await;
    let path = here.create(&admin, "anna", &[]).await;
    let anna = there.log_in_as("anna", PASSWORD).await;
    let change = json!({ "password": "another password" });
    here.send_json("PATCH", &path, Some(&admin), change).await;
    there.check(&anna).await.assert_refused();
    there.log_in_as("anna", "another password").await;
}

#[tokio::test]
async fn events_cross_nodes() {
    let (here, there) = nodes().await;
    let admin = here.log_in().await;
    let served = there.serve().await;
    let mut socket = listen(&served, &admin).await;
    for name in ["anna", "bert", "cleo"] {
        here.create(&admin, name, &[]).await;
        assert_eq!(next(&mut socket).await["subject"], name);
    }
    there.create(&admin, "dora", &[]).await;
    assert_eq!(next(&mut socket).await["subject"], "dora");
}

#[tokio::test]
async fn logout_closes_the_sockets_at_the_other_node() {
    let (here, there) = nodes().await;
    let admin = here.log_in().await;
    let served = there.serve().await;
    let socket = listen(&served, &admin).await;
    here.ask("POST", "/auth/logout", Some(&admin)).await;
    assert_eq!(closed_with(socket, 0).await, 1008);
}

#[tokio::test]
async fn nodes_that_start_at_once_agree_on_the_key_and_on_the_first_user() {
    let database = Arc::new(Database::fresh().await);
    let clock = ManualClock::at(UNIX_EPOCH + START);
    let start = || {
        Site::on(Arc::clone(&database), clock.clone(), |config| {
            config.key = None;
            config.password = None;
        })
    };
    let starts = tokio::join!(start(), start(), start());
    let nodes = [starts.0, starts.1, starts.2];

    let passwords: Vec<_> = nodes
        .iter()
        .filter_map(|(_, password)| password.as_ref())
        .collect();
    assert_eq!(passwords.len(), 1);
    let token = nodes[0].0.log_in_as("admin", passwords[0].reveal()).await;
    for (node, _) in &nodes {
        assert_eq!(node.check(&token).await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn two_nodes_at_once_do_not_leave_nobody_who_may_write_users() {
    let (here, there) = nodes().await;
    let admin = here.log_in().await;
    let path = here.create(&admin, "anna", &["users:write"]).await;
    let anna = there.log_in_as("anna", PASSWORD).await;
    for _ in 0..10 {
        let strip = json!({ "permissions": [] });
        let (one, other) = tokio::join!(
            here.send_json("PATCH", &path, Some(&admin), &strip),
            there.send_json("PATCH", "/users/1", Some(&anna), &strip),
        );
        let refusals = [StatusCode::FORBIDDEN, StatusCode::CONFLICT];
        let (left, stripped) = match (one.status, other.status) {
            (StatusCode::OK, status) if refusals.contains(&status) => (&admin, path.as_str()),
            (status, StatusCode::OK) if refusals.contains(&status) => (&anna, "/users/1"),
            statuses => panic!("{statuses:?}"),
        };

        // The user who still has the permission gives it back to the other.
        let give = json!({ "permissions": ["users:write"] });
        let given = here.send_json("PATCH", stripped, Some(left), &give).await;
        assert_eq!(given.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn a_name_is_taken_at_both_nodes_at_once() {
    let (here, there) = nodes().await;
    let admin = here.log_in().await;
    let user = json!({ "username": "anna", "password": PASSWORD, "permissions": [] });
    let (one, other) = tokio::join!(
        here.send_json("POST", "/users", Some(&admin), &user),
        there.send_json("POST", "/users", Some(&admin), &user),
    );
    let mut statuses = [one.status, other.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [StatusCode::CREATED, StatusCode::CONFLICT]);
}

#[tokio::test]
async fn a_superseded_token_ends_its_session_at_both_nodes() {
    let (here, there) = nodes_with(|config| config.reuse_grace = Some(GRACE)).await;
    let old = here.log_in().await;
    let new = successor(&here, &old);
    assert_eq!(here.check(&new).await.status, StatusCode::OK);
    assert_eq!(there.check(&old).await.status, StatusCode::OK);
    here.clock.advance(GRACE);

    there.check(&old).await.assert_refused();
    here.check(&new).await.assert_refused();
    there.check(&new).await.assert_refused();
}

#[tokio::test]
async fn a_superseded_token_closes_the_sockets_at_the_other_node() {
    let (here, there) = nodes_with(|config| config.reuse_grace = Some(GRACE)).await;
    let old = here.log_in().await;
    let new = successor(&here, &old);
    let socket = listen(there.served(), &new).await;
    here.clock.advance(GRACE);
    here.check(&old).await.assert_refused();
    assert_eq!(closed_with(socket, 0).await, 1008);
}

#[tokio::test]
async fn nodes_do_not_undo_what_the_other_has_seen_of_a_session() {
    let (here, there) = nodes_with(|config| config.reuse_grace = Some(GRACE)).await;
    for _ in 0..10 {
        let first = here.log_in().await;
        let second = successor(&here, &first);
        let third = successor(&here, &second);
        let (one, other) = tokio::join!(there.check(&second), here.check(&third));
        assert_eq!(one.status, StatusCode::OK);
        assert_eq!(other.status, StatusCode::OK);
        here.clock.advance(GRACE * 2);
        there.check(&second).await.assert_refused();
    }
}
