//! What all responses have in common.

use axum::body::Body;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use serde_json::json;

use crate::site::{PASSWORD, Site, request};
use crate::wire::{Wire, head};

#[tokio::test]
async fn whatever_is_answered_after_authentication_carries_one_token_and_is_not_stored() {
    let site = Site::new().await;
    let admin = site.log_in().await;
    site.create(&admin, "anna", &["users:write"]).await;
    let anna = site.log_in_as("anna", PASSWORD).await;
    let user = json!({ "username": "anna", "password": PASSWORD, "permissions": [] }).to_string();
    let too_large = "x".repeat(64 * 1024 + 1);
    let json = "application/json";
    for (method, path, token, content_type, body, status) in [
        ("GET", "/me", &admin, json, "", 200),
        ("HEAD", "/me", &admin, json, "", 200),
        ("GET", "/audit", &anna, json, "", 403),
        ("HEAD", "/audit", &anna, json, "", 403),
        ("GET", "/users/999", &admin, json, "", 404),
        ("HEAD", "/users/999", &admin, json, "", 404),
        ("GET", "/nowhere", &admin, json, "", 404),
        ("PUT", "/users", &admin, json, "", 405),
        ("POST", "/users", &admin, json, user.as_str(), 409),
        ("POST", "/users", &admin, json, too_large.as_str(), 413),
        ("POST", "/users", &admin, "text/plain", user.as_str(), 415),
        ("POST", "/users", &admin, json, "{", 400),
        ("POST", "/users", &admin, json, "{}", 422),
        ("GET", "/users/x", &admin, json, "", 400),
        ("GET", "/audit?limit=x", &admin, json, "", 400),
        ("GET", "/events", &admin, json, "", 400),
    ] {
        let request = request(method, path, Some(token)).header(CONTENT_TYPE, content_type);
        let answer = site
            .send(request.body(Body::from(body.to_owned())).unwrap())
            .await;
        assert_eq!(answer.status, status, "{method} {path}");
        assert_eq!(
            answer.header("cache-control"),
            Some("no-store"),
            "{method} {path}"
        );
        let next = answer
            .header("refreshtoken")
            .unwrap_or_else(|| panic!("{method} {path}"));
        assert_eq!(
            site.check(next).await.status,
            StatusCode::OK,
            "{method} {path}"
        );
        if answer.status.is_client_error() && method != "HEAD" {
            answer.assert_problem(answer.status);
        }
    }
}

/// Headers that announce bodies, which are never sent. A client that expects a `100 Continue` gets it when
/// the body is first read.
const ANNOUNCED: [&[&str]; 4] = [
    &["content-type: application/json", "content-length: 2"],
    &[
        "content-type: application/json",
        "transfer-encoding: chunked",
    ],
    &[
        "content-type: application/json",
        "content-length: 2",
        "expect: 100-continue",
    ],
    &[
        "content-type: application/json",
        "transfer-encoding: chunked",
        "expect: 100-continue",
    ],
];

#[tokio::test]
async fn nothing_of_the_body_is_read_before_a_401_or_a_403() {
    let site = Site::new().await;
    let admin = site.log_in().await;
    site.create(&admin, "anna", &["audit:read"]).await;
    let anna = site.log_in_as("anna", PASSWORD).await;
    for (token, status) in [
        (None, StatusCode::UNAUTHORIZED),
        (Some("a.b.c"), StatusCode::UNAUTHORIZED),
        (Some(anna.as_str()), StatusCode::FORBIDDEN),
    ] {
        for (method, path) in [
            ("POST", "/users"),
            ("PATCH", "/users/1"),
            ("PATCH", "/users/999"),
        ] {
            for lines in ANNOUNCED {
                let mut wire = Wire::to(site.served()).await;
                wire.send(&head(method, path, token, lines)).await;
                assert_eq!(wire.status().await, status, "{method} {path} {lines:?}");
                let rest = wire.rest().await;
                assert!(rest.contains("application/problem+json"), "{rest}");
            }
        }
    }
}

/// The control for the previous test: here the `100 Continue` that it must not see is sent.
#[tokio::test]
async fn who_may_send_a_body_is_asked_for_it() {
    let site = Site::new().await;
    let admin = site.log_in().await;
    for lines in &ANNOUNCED[2..] {
        let mut wire = Wire::to(site.served()).await;
        wire.send(&head("POST", "/users", Some(&admin), lines))
            .await;
        assert_eq!(wire.status().await, StatusCode::CONTINUE, "{lines:?}");
    }
}

/// Each of these requests is wrong in another way, which only clients that have the permission learn.
#[tokio::test]
async fn a_401_comes_before_a_403_and_a_403_before_all_others() {
    let site = Site::new().await;
    let admin = site.log_in().await;
    site.create(&admin, "anna", &[]).await;
    let anna = site.log_in_as("anna", PASSWORD).await;
    let taken = json!({ "username": "anna", "password": PASSWORD, "permissions": [] }).to_string();
    let too_large = "x".repeat(64 * 1024 + 1);
    let json = "application/json";
    for (method, path, content_type, body, status) in [
        ("GET", "/users/x", json, "", 400),
        ("POST", "/users", json, "{", 400),
        ("GET", "/users/999", json, "", 404),
        ("PATCH", "/users/999", json, "{}", 404),
        ("DELETE", "/users/999", json, "", 404),
        ("GET", "/audit/x", json, "", 404),
        ("PUT", "/audit", json, "", 405),
        ("POST", "/users", json, taken.as_str(), 409),
        ("DELETE", "/users/1", json, "", 409),
        ("POST", "/users", json, too_large.as_str(), 413),
        ("POST", "/users", "text/plain", taken.as_str(), 415),
        ("POST", "/users", json, "{}", 422),
        ("GET", "/audit?limit=0", json, "", 422),
    ] {
        for (token, status) in [(None, 401), (Some(&anna), 403), (Some(&admin), status)] {
            let request = request(method, path, token.map(String::as_str))
                .header(CONTENT_TYPE, content_type)
                .body(Body::from(body.to_owned()));
            let answer = site.send(request.unwrap()).await;
            assert_eq!(answer.status, status, "{method} {path} {content_type}");
        }
    }
}

#[tokio::test]
async fn no_answer_repeats_what_was_sent() {
    const MARK: &str = "mark4711";
    let site = Site::new().await;
    let admin = site.log_in().await;
    let json = "application/json";
    let form = "application/x-www-form-urlencoded";
    for (method, path, content_type, body) in [
        ("GET", format!("/{MARK}"), json, String::new()),
        ("GET", format!("/users/{MARK}"), json, String::new()),
        ("GET", format!("/audit?limit={MARK}"), json, String::new()),
        (MARK, "/me".to_owned(), json, String::new()),
        ("POST", "/users".to_owned(), MARK, MARK.to_owned()),
        (
            "POST",
            "/users".to_owned(),
            json,
            format!("{{\"{MARK}\":1}}"),
        ),
        (
            "POST",
            "/users".to_owned(),
            json,
            format!("{{\"username\":{MARK}"),
        ),
        (
            "POST",
            "/users".to_owned(),
            json,
            format!("{{\"username\":[\"{MARK}\"]}}"),
        ),
        (
            "POST",
            "/users".to_owned(),
            json,
            json!({ "username": MARK, "password": MARK, "permissions": [MARK] }).to_string(),
        ),
        (
            "POST",
            "/login".to_owned(),
            form,
            format!("username={MARK}&password={MARK}"),
        ),
        (
            "POST",
            "/login".to_owned(),
            form,
            format!("username={MARK}&{MARK}=x"),
        ),
        ("POST", "/login".to_owned(), MARK, MARK.to_owned()),
    ] {
        for token in [None, Some(admin.as_str()), Some(MARK)] {
            let request = request(method, &path, token)
                .header(CONTENT_TYPE, content_type)
                .header("x-mark", MARK);
            let answer = site
                .send(request.body(Body::from(body.clone())).unwrap())
                .await;
            assert!(answer.status.is_client_error(), "{method} {path} {body}");
            let text = String::from_utf8_lossy(&answer.body);
            assert!(!text.contains(MARK), "{method} {path} {body}: {text}");
            let headers = format!("{:?}", answer.headers);
            assert!(!headers.contains(MARK), "{method} {path} {body}: {headers}");
        }
    }
}
