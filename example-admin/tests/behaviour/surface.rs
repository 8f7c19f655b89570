//! What can be called, and what a client without a token can see of it.

use axum::http::StatusCode;

use crate::site::{Answer, Site};

#[test]
fn the_public_routes_are_these_and_no_others() {
    example_admin::api().routes().assert_public_are(&[
        "POST /login",
        "GET /healthz",
        // The page and each of its files.
        "GET /",
        "GET /assets/basics.css",
        "GET /assets/layout.css",
        "GET /assets/icon.svg",
        "GET /assets/api.js",
        "GET /assets/audit-entry.js",
        "GET /assets/audit.js",
        "GET /assets/backoff.js",
        "GET /assets/claims.js",
        "GET /assets/connection.js",
        "GET /assets/dialog.js",
        "GET /assets/dom.js",
        "GET /assets/entrance.js",
        "GET /assets/events.js",
        "GET /assets/form.js",
        "GET /assets/indicator.js",
        "GET /assets/main.js",
        "GET /assets/notice.js",
        "GET /assets/permission.js",
        "GET /assets/person.js",
        "GET /assets/session.js",
        "GET /assets/tabs.js",
        "GET /assets/user-dialogs.js",
        "GET /assets/users.js",
        "GET /assets/views.js",
        "ANY /openapi.json",
        "ANY /docs",
    ]);
}

#[test]
fn every_other_route_checks_the_session() {
    for route in &example_admin::api().routes() {
        assert_eq!(
            route.public,
            !route.dependencies.contains(&"check_auth"),
            "{} {}",
            route.method,
            route.path
        );
        assert!(
            !route.tags.is_empty() || route.handler == "(mounted)",
            "{}",
            route.path
        );
    }
}

/// Requests to paths that exist and paths that do not, with various methods and spellings.
const STRANGE: [(&str, &str); 23] = [
    ("GET", "/me"),
    ("GET", "/nowhere"),
    ("POST", "/"),
    ("POST", "/me"),
    ("BREW", "/me"),
    ("OPTIONS", "/me"),
    ("OPTIONS", "/nowhere"),
    ("GET", "/login"),
    ("GET", "/login/"),
    ("POST", "/healthz"),
    ("GET", "/auth"),
    ("GET", "/auth/checkAuth"),
    ("GET", "/auth/checkauth"),
    ("GET", "/auth/checkAuth/"),
    ("GET", "//auth/checkAuth"),
    ("GET", "/auth//checkAuth"),
    ("GET", "/%61uth/checkAuth"),
    ("GET", "/auth/./checkAuth"),
    ("GET", "/auth/checkAuth;x"),
    ("DELETE", "/users"),
    ("GET", "/users/1"),
    ("GET", "/users/999"),
    ("GET", "/users/1/x/y"),
];

#[tokio::test]
async fn a_stranger_cannot_tell_what_exists() {
    let site = Site::new().await;
    let seen: Vec<Answer> = {
        let mut seen = Vec::new();
        for (method, path) in STRANGE {
            seen.push(site.ask(method, path, None).await);
        }
        seen
    };
    for (answer, (method, path)) in seen.iter().zip(STRANGE) {
        answer.assert_problem(StatusCode::UNAUTHORIZED);
        assert_eq!(answer.headers, seen[0].headers, "{method} {path}");
        assert_eq!(answer.body, seen[0].body, "{method} {path}");
        assert_eq!(answer.header("refreshtoken"), None, "{method} {path}");
    }
}

#[tokio::test]
async fn what_does_not_exist_is_a_404_that_carries_the_next_token() {
    let site = Site::new().await;
    let token = site.log_in().await;
    for path in [
        "/nowhere",
        "/auth",
        "/auth/checkAuth/",
        "//auth/checkAuth",
        "/%61uth/checkAuth",
        "/users/1/x/y",
    ] {
        let answer = site.ask("GET", path, Some(&token)).await;
        answer.assert_problem(StatusCode::NOT_FOUND);
        answer.refreshtoken();
    }
}

#[tokio::test]
async fn a_wrong_method_is_a_405_that_says_which_are_right_and_carries_the_next_token() {
    let site = Site::new().await;
    let token = site.log_in().await;
    for (method, path, allow) in [
        ("DELETE", "/users", "GET,HEAD,POST"),
        ("PUT", "/users/1", "DELETE,GET,HEAD,PATCH"),
        ("GET", "/auth/logout", "POST"),
        ("POST", "/me", "GET,HEAD"),
        ("GET", "/login", "POST"),
        ("BREW", "/audit", "GET,HEAD"),
    ] {
        let answer = site.ask(method, path, Some(&token)).await;
        answer.assert_problem(StatusCode::METHOD_NOT_ALLOWED);
        assert_eq!(answer.header("allow"), Some(allow), "{method} {path}");
        answer.refreshtoken();
    }
}

#[tokio::test]
async fn an_answer_to_options_carries_no_token() {
    let site = Site::new().await;
    let token = site.log_in().await;
    for path in ["/me", "/nowhere", "/users/1"] {
        let answer = site.ask("OPTIONS", path, Some(&token)).await;
        assert!(answer.status.is_client_error(), "{path}");
        assert_eq!(answer.header("refreshtoken"), None, "{path}");
    }
}

#[tokio::test]
async fn a_public_route_carries_no_token_even_to_those_who_have_one() {
    let site = Site::new().await;
    let token = site.log_in().await;
    for path in ["/healthz", "/", "/assets/main.js", "/openapi.json", "/docs"] {
        let answer = site.ask("GET", path, Some(&token)).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert_eq!(answer.header("refreshtoken"), None, "{path}");
    }

    let login = site
        .send_json("POST", "/login", Some(&token), "{}".to_owned())
        .await;
    login.assert_problem(StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert_eq!(login.header("refreshtoken"), None);
}

#[tokio::test]
async fn a_token_counts_only_where_it_belongs() {
    let site = Site::new().await;
    let token = site.log_in().await;
    for (name, value) in [
        ("cookie", format!("access_token={token}")),
        ("proxy-authorization", format!("Bearer {token}")),
        ("x-authorization", format!("Bearer {token}")),
        ("sec-websocket-protocol", format!("bearer, {token}")),
        ("authorization", format!("Basic {token}")),
        ("x-http-method-override", "POST".to_owned()),
        ("x-original-url", "/healthz".to_owned()),
    ] {
        let request = crate::site::request("GET", "/me", None).header(name, value);
        let answer = site
            .send(request.body(axum::body::Body::empty()).unwrap())
            .await;
        answer.assert_problem(StatusCode::UNAUTHORIZED);
    }
    let in_the_query = format!("/me?access_token={token}");
    site.ask("GET", &in_the_query, None)
        .await
        .assert_problem(StatusCode::UNAUTHORIZED);
}
