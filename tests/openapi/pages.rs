//! The document and Swagger UI as services.

use auth_runtime::openapi::{Document, SwaggerUi};
use auth_runtime::prelude::*;
use axum::Router;

use crate::app::api;
use crate::support::{document, header, send, text};

/// The application with its document, under a prefix of its own, and also guarded.
fn app() -> Router {
    let api = api();
    let document = api.openapi("Test", "1.0.0");
    api.mount_public("/openapi.json", Document::new(&document))
        .mount_public("/docs", SwaggerUi::new(&document))
        .include(
            ApiRouter::new("/internal")
                .depends(auth_runtime::security::Basic::realm("docs"))
                .mount("/docs", SwaggerUi::new(&document)),
        )
        .build()
        .expect("a router without mistakes")
}

#[tokio::test]
async fn the_document_is_served_as_json() {
    let response = send(&app(), "GET /openapi.json", &[]).await;
    assert_eq!(response.status(), 200);
    assert_eq!(header(&response, "content-type"), "application/json");
    let served: serde_json::Value = serde_json::from_str(&text(response).await).expect("JSON");
    assert_eq!(served, document(&api()));
}

#[tokio::test]
async fn the_pages_are_no_operations() {
    let served = text(send(&app(), "GET /openapi.json", &[]).await).await;
    assert!(!served.contains("/docs") && !served.contains("openapi.json"));
}

/// Every script, style sheet and icon that the page refers to, resolved as a browser resolves it.
fn links(page: &str, shown: &str) -> Vec<String> {
    let attributes = page.split(['"']).skip(1).step_by(2);
    let links = attributes.filter(|value| value.contains('.'));
    let folder = &shown[..=shown.rfind('/').expect("a path")];
    links
        .map(|link| format!("{folder}{}", link.trim_start_matches("./")))
        .collect()
}

#[tokio::test]
async fn the_page_finds_everything_with_and_without_a_slash_at_its_end() {
    let app = app();
    for shown in ["/docs", "/docs/"] {
        let response = send(&app, &format!("GET {shown}"), &[]).await;
        assert_eq!(response.status(), 200);
        assert_eq!(
            header(&response, "content-type"),
            "text/html; charset=utf-8"
        );
        let page = text(response).await;
        let links = links(&page, shown);
        assert_eq!(links.len(), 4, "{links:?}");
        for link in links {
            let response = send(&app, &format!("GET {link}"), &[]).await;
            assert_eq!(response.status(), 200, "{link}");
            assert!(!text(response).await.is_empty(), "{link}");
        }
    }
}

#[tokio::test]
async fn the_page_has_its_own_document_and_starts_with_it() {
    let app = app();
    let served = text(send(&app, "GET /docs/openapi.json", &[]).await).await;
    assert_eq!(
        served,
        text(send(&app, "GET /openapi.json", &[]).await).await
    );
    let script = send(&app, "GET /docs/initializer.js", &[]).await;
    assert_eq!(
        header(&script, "content-type"),
        "text/javascript; charset=utf-8"
    );
    assert!(text(script).await.contains(r#"beside("openapi.json")"#));
}

#[tokio::test]
async fn the_policy_lets_no_script_in_but_those_of_the_binary() {
    let app = app();
    for path in [
        "/docs",
        "/docs/initializer.js",
        "/docs/swagger-ui-bundle.js",
        "/docs/openapi.json",
        "/docs/oauth2-redirect.html",
    ] {
        let response = send(&app, &format!("GET {path}"), &[]).await;
        assert_eq!(response.status(), 200, "{path}");
        let policy = header(&response, "content-security-policy");
        assert_eq!(
            policy,
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
             connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
            "{path}"
        );
        assert_eq!(header(&response, "x-content-type-options"), "nosniff");
        assert_eq!(header(&response, "referrer-policy"), "no-referrer");
    }
}

#[tokio::test]
async fn neither_page_has_a_script_or_a_link_to_elsewhere() {
    let app = app();
    for path in ["/docs", "/docs/oauth2-redirect.html"] {
        let page = text(send(&app, &format!("GET {path}"), &[]).await).await;
        for script in page.split("<script").skip(1) {
            assert!(script.trim_start().starts_with("src="), "{page}");
            assert!(script.contains("></script>"), "{page}");
        }
        assert!(!page.contains("//"), "{page}");
    }
}

#[tokio::test]
async fn the_pages_of_swagger_ui_that_load_from_elsewhere_are_not_served() {
    let app = app();
    for path in [
        "/docs/index.html",
        "/docs/swagger-initializer.js",
        "/docs/swagger-ui.css.map",
        "/docs/x",
        "/docs/../x",
        "/docs//",
    ] {
        let response = send(&app, &format!("GET {path}"), &[]).await;
        assert_eq!(response.status(), 404, "{path}");
    }
}

#[tokio::test]
async fn the_policy_names_the_origins_that_the_document_names() {
    use auth_runtime::openapi::SecurityScheme;

    #[public]
    async fn hello() {}

    let router = ApiRouter::<()>::new("")
        .security_scheme(
            "a",
            SecurityScheme::oauth2_password("https://auth.example.org:8443/token"),
        )
        .security_scheme("b", SecurityScheme::oauth2_password("/login"))
        .route("/login", post(hello));
    let mut document = router.openapi("Test", "1");
    document.servers = Some(vec![utoipa::openapi::Server::new(
        "https://api.example.org/v1",
    )]);
    let app = router
        .mount_public("/docs", SwaggerUi::new(&document))
        .build()
        .expect("no mistakes");
    let policy = header(
        &send(&app, "GET /docs", &[]).await,
        "content-security-policy",
    );
    assert!(
        policy
            .contains("connect-src 'self' https://api.example.org https://auth.example.org:8443;"),
        "{policy}"
    );
}

#[tokio::test]
async fn the_page_can_be_guarded_like_any_other() {
    let app = app();
    for path in [
        "/internal/docs",
        "/internal/docs/",
        "/internal/docs/openapi.json",
        "/internal/docs/x",
    ] {
        assert_eq!(
            send(&app, &format!("GET {path}"), &[]).await.status(),
            401,
            "{path}"
        );
    }
    let password = [("authorization", "Basic YW5uOnNlY3JldA==")];
    let response = send(&app, "GET /internal/docs", &password).await;
    assert_eq!(response.status(), 200);
    assert!(
        text(response)
            .await
            .contains(r#"src="./docs/initializer.js""#)
    );
}

#[tokio::test]
async fn only_get_and_head_are_answered() {
    let app = app();
    let response = send(&app, "POST /docs", &[]).await;
    assert_eq!(
        (response.status().as_u16(), header(&response, "allow")),
        (405, "GET,HEAD".to_owned())
    );
    let response = send(&app, "HEAD /openapi.json", &[]).await;
    assert_eq!(response.status(), 200);
}

#[tokio::test]
async fn a_path_of_the_clients_making_is_not_put_into_the_page() {
    let app = Router::new().fallback_service(SwaggerUi::new(&api().openapi("Test", "1")));
    let response = send(&app, "GET /", &[]).await;
    assert!(text(response).await.contains(r#"src="initializer.js""#));
}
