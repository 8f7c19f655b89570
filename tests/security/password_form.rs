//! The OAuth 2.0 password form (RFC 6749 §4.3.2, FASTAPI.md F13).

use auth_runtime::prelude::*;
use auth_runtime::security::PasswordForm;

use crate::support::{header, send, text};

#[public]
async fn login(form: PasswordForm) -> String {
    let scopes: Vec<_> = form.scopes().collect();
    format!(
        "{}/{}/{}",
        form.username(),
        form.password(),
        scopes.join("+")
    )
}

async fn answer(content_type: &str, body: &str) -> (u16, String) {
    let app = ApiRouter::<()>::new("")
        .route("/login", post(login))
        .build()
        .expect("no mistake");
    let response = send(&app, "POST /login", &[("content-type", content_type)], body).await;
    let status = response.status().as_u16();
    if status != 200 {
        assert_eq!(
            header(&response, "content-type"),
            "application/problem+json"
        );
    }
    (status, text(response).await)
}

const FORM: &str = "application/x-www-form-urlencoded";

#[tokio::test]
async fn the_fields_are_taken_whole_and_others_ignored() {
    let (status, body) = answer(
        FORM,
        "username=ann&password=+a%26b+&scope=x++y&client_id=1&grant_type=password",
    )
    .await;
    assert_eq!((status, body.as_str()), (200, "ann/ a&b /x+y"));
}

#[tokio::test]
async fn a_missing_empty_or_foreign_field_is_a_422_that_echoes_nothing() {
    for body in [
        "username=marker",
        "password=marker",
        "username=&password=marker",
        "username=marker&password=",
        "username=marker&password=marker&grant_type=marker",
        "username=marker&username=b&password=marker",
    ] {
        let (status, text) = answer(FORM, body).await;
        assert_eq!(status, 422, "{body}");
        assert!(!text.contains("marker"), "{text}");
    }
}

#[tokio::test]
async fn json_is_a_415() {
    assert_eq!(
        answer(
            "application/json",
            "{\"username\":\"a\",\"password\":\"b\"}"
        )
        .await
        .0,
        415
    );
}

/// Queries end up in logs. RFC 6749 §3.2: a client must use `POST`.
#[tokio::test]
async fn a_password_is_never_taken_from_the_query() {
    let app = ApiRouter::<()>::new("")
        .route("/login", any(login))
        .build()
        .expect("no mistake");
    for method in ["GET", "HEAD", "POST", "QUERY"] {
        let line = format!("{method} /login?username=ann&password=marker");
        for headers in [&[][..], &[("content-type", FORM)]] {
            let response = send(&app, &line, headers, "").await;
            let status = response.status().as_u16();
            assert!([415, 422].contains(&status), "{line}: {status}");
            assert!(!text(response).await.contains("marker"), "{line}");
        }
    }
}
