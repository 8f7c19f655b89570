//! What pages of other sites can read, and what browsers are told not to do.

use axum::body::Body;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use example_admin::domain::Origin;

use crate::site::{Answer, PASSWORD, Site, request};

const ALLOWED: &str = "https://admin.example";

/// The site, for pages of two other origins.
async fn site() -> Site {
    let origins = [ALLOWED, "http://localhost:3000"].map(|text| Origin::parse(text).unwrap());
    Site::with(|config| config.allow_origin = origins.to_vec()).await
}

/// The response for a page of `origin`.
async fn ask(site: &Site, origin: &str, method: &str, path: &str, token: Option<&str>) -> Answer {
    let request = request(method, path, token).header("origin", origin);
    site.send(request.body(Body::empty()).unwrap()).await
}

fn listed<'a>(answer: &'a Answer, name: &str) -> Vec<&'a str> {
    let list = answer.header(name).unwrap_or_default();
    list.split(',').map(str::trim).collect()
}

#[track_caller]
fn assert_readable(answer: &Answer, status: StatusCode) {
    assert_eq!(answer.status, status);
    let allowed = answer.header("access-control-allow-origin");
    assert_eq!(allowed, Some(ALLOWED), "{status}");
    let credentials = answer.header("access-control-allow-credentials");
    assert_eq!(credentials, Some("true"), "{status}");
    assert!(listed(answer, "vary").contains(&"origin"), "{status}");
    let exposed = listed(answer, "access-control-expose-headers");
    for name in ["link", "refreshtoken", "retry-after", "www-authenticate"] {
        assert!(exposed.contains(&name), "{status}: {exposed:?}");
    }
}

#[tokio::test]
async fn a_preflight_is_answered_without_a_session_and_mirrors_what_is_asked() {
    let site = site().await;
    let token = site.log_in().await;
    for token in [None, Some(token.as_str())] {
        let preflight = request("OPTIONS", "/users/1", token)
            .header("origin", ALLOWED)
            .header("access-control-request-method", "PATCH")
            .header(
                "access-control-request-headers",
                "authorization,content-type,x-own",
            );
        let answer = site.send(preflight.body(Body::empty()).unwrap()).await;

        assert_eq!(answer.status, StatusCode::NO_CONTENT);
        assert_eq!(answer.header("access-control-allow-origin"), Some(ALLOWED));
        assert_eq!(answer.header("access-control-allow-methods"), Some("PATCH"));
        assert_eq!(
            listed(&answer, "access-control-allow-headers"),
            ["authorization", "content-type", "x-own"]
        );
        assert!(listed(&answer, "vary").contains(&"origin"));
        assert_eq!(answer.header("refreshtoken"), None);
    }
}

#[tokio::test]
async fn an_options_that_is_no_preflight_is_guarded_like_any_other_request() {
    let site = site().await;
    let answer = ask(&site, ALLOWED, "OPTIONS", "/users/1", None).await;
    assert_readable(&answer, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn an_allowed_page_reads_every_answer_refusals_too() {
    let site = site().await;
    let token = site.log_in().await;
    let user = Some(token.as_str());
    for (method, path, token, status) in [
        ("GET", "/auth/checkAuth", user, StatusCode::OK),
        ("GET", "/auth/checkAuth", None, StatusCode::UNAUTHORIZED),
        ("GET", "/nowhere", None, StatusCode::UNAUTHORIZED),
        ("GET", "/nowhere", user, StatusCode::NOT_FOUND),
        ("PUT", "/users", user, StatusCode::METHOD_NOT_ALLOWED),
        ("DELETE", "/users/1", user, StatusCode::CONFLICT),
        ("POST", "/users", user, StatusCode::UNSUPPORTED_MEDIA_TYPE),
        (
            "GET",
            "/audit?limit=0",
            user,
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
        ("GET", "/healthz", None, StatusCode::OK),
    ] {
        assert_readable(&ask(&site, ALLOWED, method, path, token).await, status);
    }

    let with_host = request("GET", "/healthz", None).header("origin", ALLOWED);
    let twice = with_host.header("host", "other").body(Body::empty());
    assert_readable(&site.send(twice.unwrap()).await, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn an_allowed_page_reads_a_413_a_429_and_a_503() {
    let site = site().await;
    let log_in = |form: String| {
        request("POST", "/login", None)
            .header("origin", ALLOWED)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(form))
            .unwrap()
    };
    let large = site.send(log_in("x".repeat(8 * 1024 + 1))).await;
    assert_readable(&large, StatusCode::PAYLOAD_TOO_LARGE);

    let wrong = || site.send(log_in("username=admin&password=wrong+password".to_owned()));
    let mut answer = wrong().await;
    while answer.status == StatusCode::UNAUTHORIZED {
        assert_readable(&answer, StatusCode::UNAUTHORIZED);
        answer = wrong().await;
    }
    assert_readable(&answer, StatusCode::TOO_MANY_REQUESTS);

    site.state.store.close().await;
    let health = ask(&site, ALLOWED, "GET", "/healthz", None).await;
    assert_readable(&health, StatusCode::SERVICE_UNAVAILABLE);
}

#[tokio::test]
async fn a_page_of_another_origin_is_not_allowed_to_read() {
    let site = site().await;
    for origin in [
        "null",
        "*",
        "http://admin.example",
        "https://admin.example:8443",
        "https://admin.example.evil.example",
        "https://evil-admin.example",
        "https://admin.example/",
        "HTTPS://ADMIN.EXAMPLE",
        "http://localhost",
        "",
    ] {
        for method in ["GET", "OPTIONS"] {
            let asks = request(method, "/healthz", None)
                .header("origin", origin)
                .header("access-control-request-method", "GET");
            let answer = site.send(asks.body(Body::empty()).unwrap()).await;
            assert!(answer.status.is_success(), "{method} {origin}");
            let allowed = answer.header("access-control-allow-origin");
            assert_eq!(allowed, None, "{method} {origin}");
            assert!(listed(&answer, "vary").contains(&"origin"));
        }
    }
}

#[tokio::test]
async fn without_allowed_origins_nothing_is_said_of_them() {
    let site = Site::new().await;
    let answer = ask(&site, ALLOWED, "GET", "/healthz", None).await;
    assert_eq!(answer.header("access-control-allow-origin"), None);
    let preflight = ask(&site, ALLOWED, "OPTIONS", "/me", None).await;
    preflight.assert_problem(StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn every_answer_tells_browsers_what_not_to_do() {
    let site = Site::new().await;
    let token = site.log_in().await;
    let login = format!("username=admin&password={PASSWORD}");
    for answer in [
        site.check(&token).await,
        site.ask("GET", "/me", None).await,
        site.ask("GET", "/nowhere", Some(&token)).await,
        site.post_login(login).await,
        site.post_login("x".repeat(9000)).await,
    ] {
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(answer.header("x-frame-options"), Some("DENY"));
        assert_eq!(answer.header("referrer-policy"), Some("no-referrer"));
        let policy = answer.header("content-security-policy").unwrap();
        for part in ["default-src 'none'", "frame-ancestors 'none'"] {
            assert!(policy.contains(part), "{policy}");
        }
    }
}
