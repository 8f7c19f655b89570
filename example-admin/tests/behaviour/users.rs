//! `/users`: who may do what, and when it takes effect.

use std::fmt::Write as _;

use axum::body::Body;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use serde_json::json;

use crate::site::{PASSWORD, Site, in_chunks, request};

const ALL: [&str; 3] = ["users:read", "users:write", "audit:read"];

#[tokio::test]
async fn a_user_is_created_shown_and_listed() {
    let site = Site::new().await;
    let admin = site.log_in().await;
    let anna = json!({ "username": "anna", "password": PASSWORD, "permissions": ["audit:read", "users:read", "users:read"] });
    let answer = site.send_json("POST", "/users", Some(&admin), anna).await;

    let shown = json!({ "id": 2, "username": "anna", "permissions": ["users:read", "audit:read"] });
    assert_eq!(answer.status, StatusCode::CREATED);
    assert_eq!(answer.json(), shown);
    assert_eq!(answer.header("location"), Some("/users/2"));
    answer.refreshtoken();

    assert_eq!(
        site.ask("GET", "/users/2", Some(&admin)).await.json(),
        shown
    );
    let list = site.ask("GET", "/users", Some(&admin)).await;
    assert_eq!(
        list.json(),
        json!([{ "id": 1, "username": "admin", "permissions": ALL }, shown])
    );
    site.log_in_as("anna", PASSWORD).await;
}

#[tokio::test]
async fn a_taken_name_is_a_conflict_that_carries_the_next_token() {
    let site = Site::new().await;
    let admin = site.log_in().await;
    site.create(&admin, "anna", &[]).await;
    let anna = json!({ "username": "anna", "password": PASSWORD, "permissions": [] });
    let answer = site.send_json("POST", "/users", Some(&admin), anna).await;
    answer.assert_problem(StatusCode::CONFLICT);
    answer.refreshtoken();
}

#[tokio::test]
async fn what_is_no_user_is_refused_without_an_echo() {
    let site = Site::new().await;
    let admin = site.log_in().await;
    let long = "x".repeat(1025);
    for (user, field) in [
        (
            json!({ "username": "", "password": PASSWORD, "permissions": [] }),
            "username",
        ),
        (
            json!({ "username": "x".repeat(65), "password": PASSWORD, "permissions": [] }),
            "username",
        ),
        (
            json!({ "username": "a\u{0}", "password": PASSWORD, "permissions": [] }),
            "username",
        ),
        (
            json!({ "username": "echo", "password": "hunter2", "permissions": [] }),
            "password",
        ),
        (
            json!({ "username": "echo", "password": long, "permissions": [] }),
            "password",
        ),
        (
            json!({ "username": "echo", "password": PASSWORD, "permissions": ["echo:all"] }),
            "permissions",
        ),
    ] {
        let answer = site.send_json("POST", "/users", Some(&admin), &user).await;
        let detail = answer.assert_problem(StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(answer.json()["field"], field, "{user}");
        assert!(
            !detail.contains("echo") && !detail.contains("hunter2"),
            "{detail}"
        );
        answer.refreshtoken();
    }
}

/// A form with every byte encoded.
fn login_form(name: &str, password: &str) -> String {
    let encoded = |text: &str| {
        let mut encoded = String::new();
        for byte in text.bytes() {
            write!(encoded, "%{byte:02X}").unwrap();
        }
        encoded
    };
    format!("username={}&password={}", encoded(name), encoded(password))
}

#[tokio::test]
async fn names_and_passwords_are_used_whole() {
    let site = Site::new().await;
    let admin = site.log_in().await;
    let sixty_four = "ü".repeat(64);
    let long = "p".repeat(1024);
    for (name, password) in [
        (" Anna ", " leading and trailing "),
        ("anna", "NUL\u{0}s, \n, \u{1f511} and \u{7f}"),
        ("Anna", "MiXeD cAsE"),
        ("a'; DROP TABLE users; --", "'; DROP TABLE users; --"),
        ("<b>&amp;%00", "%20+&=#%"),
        ("\u{1f469}\u{200d}\u{1f680}", "12345678"),
        (sixty_four.as_str(), long.as_str()),
    ] {
        let user = json!({ "username": name, "password": password, "permissions": [] });
        let answer = site.send_json("POST", "/users", Some(&admin), user).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{name}");
        assert_eq!(answer.json()["username"], name);

        let log_in = |password| site.post_login(login_form(name, password));
        assert_eq!(log_in(password).await.status, StatusCode::OK, "{name}");
        for wrong in [
            password.trim(),
            &password.to_lowercase(),
            &password[..password.len() - 1],
        ] {
            if wrong != password {
                let answer = log_in(wrong).await;
                assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{name}");
            }
        }
    }
}

/// serde takes the members in their order for the object.
#[tokio::test]
async fn an_array_is_no_user() {
    let site = Site::new().await;
    let admin = site.log_in().await;
    for (method, path, members) in [
        ("POST", "/users", json!(["anna", PASSWORD, []])),
        ("PATCH", "/users/1", json!([PASSWORD, null])),
    ] {
        let answer = site.send_json(method, path, Some(&admin), members).await;
        answer.assert_problem(StatusCode::UNPROCESSABLE_ENTITY);
    }
    let users = site.ask("GET", "/users", Some(&admin)).await.json();
    assert_eq!(users.as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn unknown_fields_are_refused() {
    let site = Site::new().await;
    let admin = site.log_in().await;
    let user =
        json!({ "username": "anna", "password": PASSWORD, "permissions": [], "admin": true });
    let answer = site.send_json("POST", "/users", Some(&admin), user).await;
    answer.assert_problem(StatusCode::UNPROCESSABLE_ENTITY);
    let answer = site
        .send_json(
            "PATCH",
            "/users/1",
            Some(&admin),
            json!({ "username": "root" }),
        )
        .await;
    answer.assert_problem(StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_body_over_64_kib_is_too_large() {
    let site = Site::new().await;
    let admin = site.log_in().await;
    let fits = "x".repeat(64 * 1024);
    let answer = site.send_json("POST", "/users", Some(&admin), &fits).await;
    answer.assert_problem(StatusCode::BAD_REQUEST);

    let large = format!("{fits}x");
    for body in [Body::from(large.clone()), in_chunks(large)] {
        let request = request("POST", "/users", Some(&admin));
        let request = request.header(CONTENT_TYPE, "application/json").body(body);
        let answer = site.send(request.unwrap()).await;
        answer.assert_problem(StatusCode::PAYLOAD_TOO_LARGE);
        answer.refreshtoken();
    }
}

#[tokio::test]
async fn a_stranger_is_refused_before_the_permission_is_and_the_body_after_both() {
    let site = Site::new().await;
    let admin = site.log_in().await;
    site.create(&admin, "anna", &["audit:read"]).await;
    let anna = site.log_in_as("anna", PASSWORD).await;
    let broken = "{";

    for (method, path, permission) in [
        ("GET", "/users", "users:read"),
        ("GET", "/users/1", "users:read"),
        ("GET", "/users/999", "users:read"),
        ("GET", "/users/x", "users:read"),
        ("POST", "/users", "users:write"),
        ("PATCH", "/users/1", "users:write"),
        ("PATCH", "/users/999", "users:write"),
        ("DELETE", "/users/999", "users:write"),
    ] {
        let stranger = site.send_json(method, path, None, broken).await;
        stranger.assert_problem(StatusCode::UNAUTHORIZED);
        assert_eq!(stranger.header("refreshtoken"), None);

        let answer = site.send_json(method, path, Some(&anna), broken).await;
        answer.assert_problem(StatusCode::FORBIDDEN);
        let challenge = format!("Bearer error=\"insufficient_scope\", scope=\"{permission}\"");
        assert_eq!(answer.header("www-authenticate"), Some(challenge.as_str()));
        answer.refreshtoken();
    }
}

#[tokio::test]
async fn a_user_who_is_not_there_is_not_found() {
    let site = Site::new().await;
    let admin = site.log_in().await;
    for (method, body) in [("GET", ""), ("PATCH", "{}"), ("DELETE", "")] {
        let answer = site
            .send_json(method, "/users/999", Some(&admin), body)
            .await;
        answer.assert_problem(StatusCode::NOT_FOUND);
        answer.refreshtoken();
    }
}

#[tokio::test]
async fn permissions_change_with_the_next_request() {
    let site = Site::new().await;
    let admin = site.log_in().await;
    let path = site.create(&admin, "anna", &[]).await;
    let anna = site.log_in_as("anna", PASSWORD).await;
    assert_eq!(
        site.ask("GET", "/users", Some(&anna)).await.status,
        StatusCode::FORBIDDEN
    );

    let change = json!({ "permissions": ["users:read"] });
    let answer = site.send_json("PATCH", &path, Some(&admin), change).await;
    assert_eq!(
        answer.json(),
        json!({ "id": 2, "username": "anna", "permissions": ["users:read"] })
    );
    assert_eq!(
        site.ask("GET", "/users", Some(&anna)).await.status,
        StatusCode::OK
    );

    site.send_json("PATCH", &path, Some(&admin), json!({ "permissions": [] }))
        .await;
    assert_eq!(
        site.ask("GET", "/users", Some(&anna)).await.status,
        StatusCode::FORBIDDEN
    );
}

#[tokio::test]
async fn a_new_password_ends_the_users_other_sessions() {
    let site = Site::new().await;
    let admin = site.log_in().await;
    let path = site.create(&admin, "anna", &ALL).await;
    let (one, other) = (
        site.log_in_as("anna", PASSWORD).await,
        site.log_in_as("anna", PASSWORD).await,
    );

    let change = json!({ "password": "another password" });
    assert_eq!(
        site.send_json("PATCH", &path, Some(&one), &change)
            .await
            .status,
        StatusCode::OK
    );
    assert_eq!(site.check(&one).await.status, StatusCode::OK);
    site.check(&other).await.assert_refused();
    assert_eq!(site.check(&admin).await.status, StatusCode::OK);

    site.send_json("PATCH", &path, Some(&admin), change).await;
    site.check(&one).await.assert_refused();
    let old = site
        .post_login(format!("username=anna&password={PASSWORD}"))
        .await;
    assert_eq!(old.status, StatusCode::UNAUTHORIZED);
    site.log_in_as("anna", "another password").await;
}

#[tokio::test]
async fn a_deleted_users_tokens_are_refused_also_when_the_name_is_given_again() {
    let site = Site::new().await;
    let admin = site.log_in().await;
    let path = site.create(&admin, "anna", &[]).await;
    let anna = site.log_in_as("anna", PASSWORD).await;

    let answer = site.ask("DELETE", &path, Some(&admin)).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    answer.refreshtoken();
    site.check(&anna).await.assert_refused();

    assert_ne!(site.create(&admin, "anna", &[]).await, path);
    site.check(&anna).await.assert_refused();
}

#[tokio::test]
async fn the_last_user_who_may_write_users_stays() {
    let site = Site::new().await;
    let admin = site.log_in().await;
    let strip = json!({ "permissions": ["users:read"], "password": "another password" });
    site.ask("DELETE", "/users/1", Some(&admin))
        .await
        .assert_problem(StatusCode::CONFLICT);
    let answer = site
        .send_json("PATCH", "/users/1", Some(&admin), &strip)
        .await;
    answer.assert_problem(StatusCode::CONFLICT);
    answer.refreshtoken();
    // Nothing of the refused change was kept.
    site.log_in().await;

    site.create(&admin, "anna", &["users:write"]).await;
    assert_eq!(
        site.ask("DELETE", "/users/1", Some(&admin)).await.status,
        StatusCode::NO_CONTENT
    );
    site.check(&admin).await.assert_refused();
}
