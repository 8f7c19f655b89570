//! What the documentation says about the site, and that it needs no login.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::site::Site;

/// The document as it is served.
async fn document(site: &Site) -> Value {
    let answer = site.ask("GET", "/openapi.json", None).await;
    assert_eq!(answer.status, StatusCode::OK);
    answer.json()
}

/// Each operation by its method and path.
fn operations(document: &Value) -> BTreeMap<String, &Value> {
    let paths = document["paths"].as_object().unwrap().iter();
    let operations = paths.flat_map(|(path, methods)| {
        let methods = methods.as_object().unwrap().iter();
        methods.map(move |(method, operation)| {
            let method = method.to_uppercase();
            (format!("{method} {path}"), operation)
        })
    });
    operations.collect()
}

fn statuses(operation: &Value) -> Vec<&str> {
    let responses = operation["responses"].as_object().unwrap();
    responses.keys().map(String::as_str).collect()
}

#[tokio::test]
async fn everything_but_login_and_health_has_a_padlock_a_401_and_the_next_token() {
    let document = document(&Site::new().await).await;
    let operations = operations(&document);
    assert_eq!(operations.len(), 12);
    for (name, operation) in operations {
        let is_public = ["POST /login", "GET /healthz"].contains(&&*name);
        assert_eq!(operation.get("security").is_none(), is_public, "{name}");
        if is_public {
            continue;
        }
        assert_eq!(operation["security"], json!([{ "session": [] }]), "{name}");
        assert!(statuses(operation).contains(&"401"), "{name}");
        let token = &operation["responses"]["503"]["headers"]["refreshtoken"];
        assert!(token.is_object(), "{name}");
    }
}

#[tokio::test]
async fn the_page_and_the_document_are_no_operations() {
    let document = document(&Site::new().await).await;
    for path in ["/", "/docs", "/openapi.json"] {
        assert!(document["paths"].get(path).is_none(), "{path}");
    }
}

#[tokio::test]
async fn a_permission_is_readable_in_its_operation() {
    let document = document(&Site::new().await).await;
    let delete = &document["paths"]["/users/{id}"]["delete"];
    let text = delete["description"].as_str().unwrap();
    assert!(text.contains("`users:write`"), "{text}");
    assert_eq!(
        statuses(delete),
        [
            "204", "400", "401", "403", "404", "409", "500", "503", "504"
        ]
    );
}

#[tokio::test]
async fn the_answer_to_a_logout_is_said_to_bring_no_token() {
    let document = document(&Site::new().await).await;
    let responses = &document["paths"]["/auth/logout"]["post"]["responses"];
    assert!(responses["204"]["headers"].get("refreshtoken").is_none());
    assert!(responses["503"]["headers"].get("refreshtoken").is_some());
}

#[tokio::test]
async fn one_logs_in_where_the_document_says() {
    let document = document(&Site::new().await).await;
    let scheme = &document["components"]["securitySchemes"]["session"];
    assert_eq!(scheme["flows"]["password"]["tokenUrl"], "/login");
}

#[tokio::test]
async fn strangers_see_documentation_that_loads_nothing_from_elsewhere() {
    let site = Site::new().await;
    let page = site.ask("GET", "/docs", None).await;
    assert_eq!(page.status, StatusCode::OK);
    let text = String::from_utf8(page.body.clone()).unwrap();
    assert!(!text.contains("://"), "{text}");
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.contains("script-src 'self';"), "{policy}");
    assert!(!policy.contains("unsafe"), "{policy}");
    for asset in ["swagger-ui-bundle.js", "swagger-ui.css", "initializer.js"] {
        assert!(text.contains(asset), "{asset}");
        let asset = site.ask("GET", &format!("/docs/{asset}"), None).await;
        assert_eq!(asset.status, StatusCode::OK);
    }
}
