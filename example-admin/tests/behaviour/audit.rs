//! `/audit`: who did what when.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::site::{PASSWORD, Site};

/// The actions and subjects of a page.
fn deeds(page: &Value) -> Vec<String> {
    let deed = |entry: &Value| {
        format!(
            "{} {} {}",
            entry["actor"], entry["action"], entry["subject"]
        )
    };
    page.as_array()
        .unwrap()
        .iter()
        .map(deed)
        .map(|deed| deed.replace('"', ""))
        .collect()
}

#[tokio::test]
async fn it_tells_who_did_what_newest_first() {
    let site = Site::new().await;
    let admin = site.log_in().await;
    let path = site.create(&admin, "anna", &[]).await;
    let anna = site.log_in_as("anna", PASSWORD).await;
    site.ask("POST", "/auth/logout", Some(&anna)).await;
    let change = json!({ "password": "another password", "permissions": ["users:read"] });
    site.send_json("PATCH", &path, Some(&admin), change).await;
    site.ask("DELETE", &path, Some(&admin)).await;

    let page = site.ask("GET", "/audit", Some(&admin)).await;
    assert_eq!(
        deeds(&page.json()),
        [
            "admin user.delete anna",
            "admin user.permissions anna",
            "admin user.password anna",
            "anna logout anna",
            "anna login anna",
            "admin user.create anna",
            "admin login admin",
        ]
    );
    let newest = &page.json()[0];
    assert_eq!(newest["at"], "2027-01-15T08:00:00Z");
    assert_eq!(newest["address"], "127.0.0.1");
    assert!(newest["id"].is_number(), "{newest}");
    assert!(!String::from_utf8_lossy(&page.body).contains("another password"));
}

#[tokio::test]
async fn what_was_refused_did_not_happen() {
    let site = Site::new().await;
    let admin = site.log_in().await;
    site.ask("DELETE", "/users/1", Some(&admin))
        .await
        .assert_problem(StatusCode::CONFLICT);
    site.post_login("username=admin&password=wrong+password")
        .await;
    let page = site.ask("GET", "/audit", Some(&admin)).await;
    assert_eq!(deeds(&page.json()), ["admin login admin"]);
}

#[tokio::test]
async fn it_is_read_page_by_page() {
    let site = Site::new().await;
    let admin = site.log_in().await;
    for name in ["one", "two", "three", "four"] {
        site.create(&admin, name, &[]).await;
    }
    let mut path = "/audit?limit=2".to_owned();
    let (mut lengths, mut entries) = (Vec::new(), Vec::new());
    loop {
        let page = site.ask("GET", &path, Some(&admin)).await;
        let part = page.json().as_array().unwrap().clone();
        lengths.push(part.len());
        entries.extend(part);
        let Some(link) = page.header("link") else {
            break;
        };
        let (target, relation) = link.split_once(">; ").unwrap();
        assert_eq!(relation, "rel=\"next\"");
        path = target.trim_start_matches('<').to_owned();
    }
    assert_eq!(lengths, [2, 2, 1]);
    let whole = site.ask("GET", "/audit", Some(&admin)).await;
    assert_eq!(Value::from(entries), whole.json());
}

#[tokio::test]
async fn it_is_for_those_who_may_read_it() {
    let site = Site::new().await;
    let admin = site.log_in().await;
    site.create(&admin, "anna", &["users:read", "users:write"])
        .await;
    let anna = site.log_in_as("anna", PASSWORD).await;
    let answer = site.ask("GET", "/audit?limit=0", Some(&anna)).await;
    answer.assert_problem(StatusCode::FORBIDDEN);
    answer.refreshtoken();
    let answer = site.ask("GET", "/audit?limit=0", Some(&admin)).await;
    answer.assert_problem(StatusCode::UNPROCESSABLE_ENTITY);
}
