//! Scopes: what a credential permits, required along the router tree (F11, F12, F16 of FASTAPI.md).

use auth_runtime::prelude::*;
use auth_runtime::security::{Permits, all, not, require, scope};
use axum::Router;

use crate::support::{Trace, send, status, text, values};

#[derive(Clone)]
struct User(Vec<String>);

impl Permits for User {
    fn permits(&self, scope: &str) -> bool {
        self.0.iter().any(|own| own == scope)
    }
}

/// The scopes are what the header says.
#[dependency(security = "session", sets("refreshtoken"), errors(401))]
async fn current_user(
    headers: &HeaderMap,
    response: &mut ResponseEdits,
) -> Result<User, HttpError> {
    let scopes = headers
        .get("x-scopes")
        .and_then(|scopes| scopes.to_str().ok());
    let scopes = scopes.ok_or(HttpError::new(StatusCode::UNAUTHORIZED).nothing_presented())?;
    response.set_default("refreshtoken", "better")?;
    Ok(User(scopes.split_whitespace().map(str::to_owned).collect()))
}

#[depends]
async fn show() -> &'static str {
    "shown"
}

fn app() -> Router {
    let audit = ApiRouter::new("/audit")
        .depends(require(current_user, scope("audit:read")))
        .route("/", get(show));
    let router = ApiRouter::new("/admin")
        .depends(require(
            current_user,
            all([scope("staff"), not(scope("suspended"))]),
        ))
        .include(audit)
        .route("/", get(show));
    router.build().expect("a router without mistakes")
}

/// FastAPI's row F11: there, a router's scopes do not reach the handler's dependency.
#[tokio::test]
async fn scopes_required_on_several_levels_add_up() {
    let app = app();
    for (scopes, of_admin, of_audit) in [
        ("", 403, 403),
        ("audit:read", 403, 403),
        ("staff", 200, 403),
        ("staff audit:read", 200, 200),
        ("staff audit:read suspended", 403, 403),
    ] {
        let headers = [("x-scopes", scopes)];
        assert_eq!(
            status(&app, "GET /admin", &headers).await,
            of_admin,
            "{scopes}"
        );
        assert_eq!(
            status(&app, "GET /admin/audit", &headers).await,
            of_audit,
            "{scopes}"
        );
    }
}

#[tokio::test]
async fn who_is_unknown_gets_401_before_403_and_403_before_404_and_405() {
    let app = app();
    for line in [
        "GET /admin/audit",
        "PUT /admin/audit",
        "GET /admin/audit/none",
    ] {
        assert_eq!(status(&app, line, &[]).await, 401, "{line}");
        assert_eq!(
            status(&app, line, &[("x-scopes", "staff")]).await,
            403,
            "{line}"
        );
    }
    let all = [("x-scopes", "staff audit:read")];
    assert_eq!(status(&app, "PUT /admin/audit", &all).await, 405);
    assert_eq!(status(&app, "GET /admin/audit/none", &all).await, 404);
}

/// RFC 6750 §3.1; FastAPI's rows F12 and F17: nothing is enforced there, and no challenge says so.
#[tokio::test]
async fn the_403_names_the_scope_that_is_wanting_and_carries_the_refreshed_token() {
    let response = send(&app(), "GET /admin/audit", &[("x-scopes", "staff")]).await;
    assert_eq!(response.status(), 403);
    let challenge = values(response.headers(), "www-authenticate");
    assert_eq!(
        challenge,
        [r#"Bearer error="insufficient_scope", scope="audit:read""#]
    );
    assert_eq!(values(response.headers(), "refreshtoken"), ["better"]);
    assert_eq!(
        values(response.headers(), "content-type"),
        ["application/problem+json"]
    );
    assert!(text(response).await.1.contains("\"status\":403"));
}

/// A challenge without a scope has no `scope`, instead of an empty one (RFC 6749 §3.3).
#[tokio::test]
async fn a_403_for_having_too_much_names_no_scope() {
    let router = ApiRouter::<()>::new("")
        .depends(require(current_user, not(scope("suspended"))))
        .route("/", get(show));
    let app = router.build().expect("a router without mistakes");
    let response = send(&app, "GET /", &[("x-scopes", "suspended")]).await;
    let challenge = values(response.headers(), "www-authenticate");
    assert_eq!(challenge, [r#"Bearer error="insufficient_scope""#]);
}

/// FastAPI's rows B9 and B10: scopes are part of the key.
#[tokio::test]
async fn equal_requirements_are_checked_once_and_others_too() {
    /// Notes what it is asked for.
    #[derive(Clone)]
    struct Asked(Trace);

    impl Permits for Asked {
        fn permits(&self, scope: &str) -> bool {
            self.0.note(if scope == "a" { "a" } else { "b" });
            true
        }
    }

    #[dependency]
    async fn asked(State(trace): State<Trace>) -> Asked {
        trace.note("asked");
        Asked(trace)
    }

    #[depends(require(asked, scope("a")), require(asked, scope("b")))]
    async fn handler() {}

    let trace = Trace::default();
    let inner = ApiRouter::new("")
        .depends(require(asked, scope("a")))
        .route("/", get(handler));
    let router = ApiRouter::new("")
        .depends(require(asked, scope("a")))
        .include(inner);
    let app = router
        .build()
        .expect("a router without mistakes")
        .with_state(trace.clone());
    assert_eq!(status(&app, "GET /", &[]).await, 200);
    assert_eq!(trace.take(), ["asked", "a", "b"]);
}

#[tokio::test]
async fn a_handler_requires_scopes_in_its_own_list() {
    #[depends(require(current_user, scope("write")))]
    async fn write() {}

    let router = ApiRouter::<()>::new("").route("/", post(write));
    let app = router.build().expect("a router without mistakes");
    assert_eq!(status(&app, "POST /", &[]).await, 401);
    assert_eq!(status(&app, "POST /", &[("x-scopes", "read")]).await, 403);
    assert_eq!(
        status(&app, "POST /", &[("x-scopes", "read write")]).await,
        200
    );
}

/// What a scope token may not contain stays out of the challenge, and cannot split it.
#[tokio::test]
async fn a_scope_that_is_no_token_is_not_in_the_challenge() {
    let odd = all([
        scope("a b"),
        scope("c\"d"),
        scope(""),
        scope("e\r\nf"),
        scope("users:read"),
    ]);
    let router = ApiRouter::<()>::new("")
        .depends(require(current_user, odd))
        .route("/", get(show));
    let app = router.build().expect("a router without mistakes");
    let response = send(&app, "GET /", &[("x-scopes", "")]).await;
    let challenge = values(response.headers(), "www-authenticate");
    assert_eq!(
        challenge,
        [r#"Bearer error="insufficient_scope", scope="users:read""#]
    );
}
