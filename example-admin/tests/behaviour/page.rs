//! The admin page and its files: what any client gets, and what the browser may do with it.

use axum::body::Body;
use axum::http::StatusCode;

use crate::site::{Answer, Site, request};

/// The files that the page itself refers to; scripts refer to the others.
const NAMED: [(&str, &str); 4] = [
    ("/assets/basics.css", "text/css; charset=utf-8"),
    ("/assets/layout.css", "text/css; charset=utf-8"),
    ("/assets/main.js", "text/javascript; charset=utf-8"),
    ("/assets/icon.svg", "image/svg+xml"),
];

async fn ask_again(site: &Site, path: &str, known: &str) -> Answer {
    let request = request("GET", path, None).header("if-none-match", known);
    site.send(request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn the_page_is_for_anybody_and_names_its_files() {
    let site = Site::new().await;
    let page = site.ask("GET", "/", None).await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(
        page.header("content-type"),
        Some("text/html; charset=utf-8")
    );
    let html = String::from_utf8(page.body).unwrap();
    for (path, content_type) in NAMED {
        assert!(html.contains(&format!("\"{path}\"")), "{path}");
        let file = site.ask("GET", path, None).await;
        assert_eq!(file.status, StatusCode::OK, "{path}");
        assert_eq!(file.header("content-type"), Some(content_type), "{path}");
        assert_eq!(file.header("x-content-type-options"), Some("nosniff"));
        assert!(!file.body.is_empty(), "{path}");
    }
}

#[tokio::test]
async fn every_module_that_a_script_imports_is_there() {
    let site = Site::new().await;
    let mut found = vec!["/assets/main.js".to_owned()];
    let mut next = 0;
    while let Some(path) = found.get(next) {
        let script = site.ask("GET", path, None).await;
        assert_eq!(script.status, StatusCode::OK, "{path}");
        for path in imports(&String::from_utf8(script.body).unwrap()) {
            if !found.contains(&path) {
                found.push(path);
            }
        }
        next += 1;
    }
    assert!(found.len() > 15, "{found:?}");
}

fn imports(script: &str) -> Vec<String> {
    let imports = script.lines().filter(|line| line.starts_with("import "));
    imports
        .filter_map(|line| line.split("\"./").nth(1)?.strip_suffix("\";"))
        .map(|name| format!("/assets/{name}"))
        .collect()
}

#[tokio::test]
async fn the_page_may_load_and_reach_this_site_only() {
    let site = Site::new().await;
    let page = site.ask("GET", "/", None).await;
    let policy = page.header("content-security-policy").unwrap();
    let directives: Vec<_> = policy.split(';').map(str::trim).collect();
    assert_eq!(
        directives,
        [
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self'",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        ]
    );
    assert_eq!(page.header("referrer-policy"), Some("no-referrer"));
    assert_eq!(page.header("x-frame-options"), Some("DENY"));
}

#[tokio::test]
async fn the_page_has_no_script_and_no_style_of_its_own() {
    let site = Site::new().await;
    let page = site.ask("GET", "/", None).await;
    let html = String::from_utf8(page.body).unwrap();
    for forbidden in [
        "<style",
        " style=",
        " onclick=",
        "javascript:",
        "http://",
        "https://",
        "//cdn",
    ] {
        assert!(!html.contains(forbidden), "{forbidden}");
    }
    assert_eq!(html.matches("<script").count(), 1);
}

#[tokio::test]
async fn a_file_is_asked_for_each_time_and_sent_when_it_is_another_one() {
    let site = Site::new().await;
    for path in ["/", "/assets/main.js"] {
        let whole = site.ask("GET", path, None).await;
        assert_eq!(whole.header("cache-control"), Some("no-cache"), "{path}");
        let tag = whole.header("etag").unwrap();
        for known in [tag, &format!("W/{tag}"), &format!("\"x\", {tag}"), "*"] {
            let answer = ask_again(&site, path, known).await;
            assert_eq!(answer.status, StatusCode::NOT_MODIFIED, "{path} {known}");
            assert!(answer.body.is_empty(), "{path}");
            assert_eq!(answer.header("etag"), Some(tag));
        }
        let other = ask_again(&site, path, "\"another\"").await;
        assert_eq!(other.status, StatusCode::OK, "{path}");
        assert_eq!(other.body, whole.body, "{path}");
    }
}

/// A browser applies the headers of a 304 to the page that it has cached.
#[tokio::test]
async fn a_304_leaves_the_page_its_policy() {
    let site = Site::new().await;
    let whole = site.ask("GET", "/", None).await;
    let known = ask_again(&site, "/", whole.header("etag").unwrap()).await;
    assert_eq!(known.status, StatusCode::NOT_MODIFIED);
    for name in [
        "content-security-policy",
        "cache-control",
        "referrer-policy",
    ] {
        assert_eq!(known.header(name), whole.header(name), "{name}");
    }
}

#[tokio::test]
async fn head_is_answered_like_get_without_the_content() {
    let site = Site::new().await;
    for path in ["/", "/assets/main.js"] {
        let whole = site.ask("GET", path, None).await;
        let head = site.ask("HEAD", path, None).await;
        assert_eq!(head.status, StatusCode::OK);
        assert!(head.body.is_empty());
        for name in [
            "content-type",
            "content-security-policy",
            "etag",
            "cache-control",
        ] {
            assert_eq!(head.header(name), whole.header(name), "{path} {name}");
        }
    }
}

#[tokio::test]
async fn what_is_no_file_of_the_page_is_guarded_like_everything_else() {
    let site = Site::new().await;
    let token = site.log_in().await;
    for path in [
        "/assets",
        "/assets/",
        "/assets/other.js",
        "/assets/main.js/",
        "/assets/../main.js",
        "/main.js",
    ] {
        let stranger = site.ask("GET", path, None).await;
        stranger.assert_problem(StatusCode::UNAUTHORIZED);
        let known = site.ask("GET", path, Some(&token)).await;
        known.assert_problem(StatusCode::NOT_FOUND);
        known.refreshtoken();
    }
    for path in ["/", "/assets/main.js"] {
        site.ask("POST", path, None)
            .await
            .assert_problem(StatusCode::UNAUTHORIZED);
        let wrong = site.ask("POST", path, Some(&token)).await;
        wrong.assert_problem(StatusCode::METHOD_NOT_ALLOWED);
        assert_eq!(wrong.header("allow"), Some("GET,HEAD"));
    }
}

#[tokio::test]
async fn the_page_is_the_same_for_those_who_have_a_token() {
    let site = Site::new().await;
    let token = site.log_in().await;
    let page = site.ask("GET", "/", Some(&token)).await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.header("refreshtoken"), None);
}

#[test]
fn the_page_is_no_operation_of_the_documentation() {
    for route in &example_admin::api().routes() {
        let is_of_the_page = route.path == "/" || route.path.starts_with("/assets/");
        assert_eq!(
            route.tags.contains(&"page"),
            is_of_the_page,
            "{}",
            route.path
        );
        assert!(route.hidden || !is_of_the_page, "{}", route.path);
    }
}
