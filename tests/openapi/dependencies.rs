//! What dependencies declare, at all levels.

use std::time::Duration;

use auth_runtime::openapi::SecurityScheme;
use auth_runtime::prelude::*;
use auth_runtime::security::{
    ApiKey, ApiKeyLocation, Basic, BearerToken, Permits, SlidingSession, require, scope,
};
use auth_runtime::token::{NoClaims, Tokens};
use auth_runtime::{OperationDoc, Optional};
use axum::extract::{FromRef, Path, Query};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::support::{document, operation, statuses};

#[derive(Clone)]
struct User;

impl Permits for User {
    fn permits(&self, _scope: &str) -> bool {
        true
    }
}

/// Sets the next token.
#[dependency(security = "session", sets("refreshtoken"), errors(401))]
fn check_auth() -> User {
    User
}

#[dependency(security = "device", errors(401, 503))]
fn check_device(#[depends(check_auth)] _user: User) {}

#[dependency(errors(403))]
fn current_user(#[depends(check_device)] (): (), #[depends(check_auth)] user: User) -> User {
    user
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "only its shape is looked at")]
struct Tenant {
    tenant: String,
    region: Option<String>,
}

#[dependency]
fn tenant(Query(_tenant): Query<Tenant>) {}

#[depends]
async fn hello() {}

#[depends(tenant)]
async fn greet() {}

fn guarded(guard: impl FnOnce(ApiRouter<()>) -> ApiRouter<()>) -> Value {
    let router = guard(ApiRouter::new("").route("/", get(hello)));
    operation(&router, "get /")
}

#[test]
fn what_is_required_through_all_levels_is_required_at_once() {
    let hello = guarded(|router| router.depends(current_user));
    assert_eq!(hello["security"], json!([{ "device": [], "session": [] }]));
    assert_eq!(statuses(&hello), ["200", "401", "403", "503"]);
}

#[test]
fn what_a_router_answers_for_a_panic_and_when_it_is_late_is_documented() {
    let hello = guarded(|router| router.depends(check_auth).catch_panics());
    assert_eq!(statuses(&hello), ["200", "401", "500"]);
    let hello = guarded(|router| router.depends(check_auth).timeout(Duration::from_secs(30)));
    assert_eq!(statuses(&hello), ["200", "401", "504"]);
}

#[test]
fn what_is_optional_may_be_left_out() {
    let hello = guarded(|router| router.depends(Optional(check_auth)));
    assert_eq!(hello["security"], json!([{ "session": [] }, {}]));

    let hello = guarded(|router| router.depends(BearerToken).depends(Optional(check_auth)));
    assert_eq!(
        hello["security"],
        json!([{ "bearer": [], "session": [] }, { "bearer": [] }])
    );

    let hello = guarded(|router| {
        router
            .depends(Optional(BearerToken))
            .depends(Optional(check_auth))
    });
    let all = json!({ "bearer": [], "session": [] });
    assert_eq!(
        hello["security"],
        json!([all, { "bearer": [] }, { "session": [] }, {}])
    );
}

#[test]
fn what_is_required_elsewhere_is_not_optional() {
    let hello = guarded(|router| router.depends(check_auth).depends(Optional(check_auth)));
    assert_eq!(hello["security"], json!([{ "session": [] }]));
}

#[test]
fn a_public_operation_has_no_padlock() {
    #[public]
    async fn open() {}

    let router: ApiRouter<()> = ApiRouter::new("").depends(check_auth).route("/", get(open));
    let open = operation(&router, "get /");
    assert_eq!(open["security"], Value::Null);
    assert_eq!(statuses(&open), ["200"]);
    assert_eq!(document(&router)["security"], Value::Null);
}

#[test]
fn scopes_add_up_over_levels_and_are_readable() {
    let session = SecurityScheme::oauth2_password("https://auth.example.org/token");
    let hello = guarded(|router| {
        let router = router.depends(require(check_auth, scope("users:read")));
        ApiRouter::new("")
            .security_scheme("session", session)
            .depends(require(check_auth, scope("staff")))
            .include(router)
    });
    assert_eq!(
        hello["security"],
        json!([{ "session": ["staff", "users:read"] }])
    );
    assert_eq!(
        hello["description"],
        "Requires staff.\n\nRequires users:read."
    );
    assert_eq!(statuses(&hello), ["200", "401", "403"]);
}

#[test]
fn scopes_are_listed_by_the_scheme_that_has_them() {
    let session = SecurityScheme::oauth2_password("https://auth.example.org/token")
        .scope("staff", "Works here.");
    let router: ApiRouter<()> = ApiRouter::new("")
        .security_scheme("session", session)
        .depends(require(check_auth, scope("users:read")))
        .route("/", get(hello));
    let flow = &document(&router)["components"]["securitySchemes"]["session"]["flows"]["password"];
    assert_eq!(
        flow["scopes"],
        json!({ "staff": "Works here.", "users:read": "" })
    );
}

#[test]
fn a_permission_is_readable_in_the_operation() {
    #[derive(Clone, PartialEq)]
    struct Can(&'static str);

    #[dependency(errors(403))]
    impl Can {
        async fn call(&self) {}

        fn describe(&self, operation: &mut OperationDoc) {
            operation.note(format!("Needs the permission `{}`.", self.0));
        }
    }

    let hello = guarded(|router| router.depends(Can("users:read")));
    assert_eq!(hello["description"], "Needs the permission `users:read`.");
}

#[test]
fn refusals_carry_problems_and_say_how_to_go_on() {
    #[dependency(errors(429))]
    fn slow_down() {}

    let hello = guarded(|router| router.depends(check_auth).depends(slow_down));
    let problem = json!({ "schema": { "$ref": "#/components/schemas/ProblemDetails" } });
    for (status, header) in [("401", "www-authenticate"), ("429", "retry-after")] {
        let refusal = &hello["responses"][status];
        assert_eq!(refusal["content"]["application/problem+json"], problem);
        assert!(refusal["headers"][header].is_object(), "{refusal}");
    }
}

#[test]
fn headers_are_on_every_response_but_the_401_and_say_what_they_are() {
    let router: ApiRouter<()> = ApiRouter::new("")
        .depends(current_user)
        .route("/", get(hello));
    let hello = operation(&router, "get /");
    let reference = json!({ "$ref": "#/components/headers/refreshtoken" });
    for status in ["200", "403", "503"] {
        assert_eq!(
            hello["responses"][status]["headers"]["refreshtoken"],
            reference
        );
    }
    assert_eq!(
        hello["responses"]["401"]["headers"]["refreshtoken"],
        Value::Null
    );
    let token = &document(&router)["components"]["headers"]["refreshtoken"];
    assert_eq!(token["description"], "Sets the next token.");
}

#[test]
fn what_a_dependency_extracts_is_a_parameter_of_each_operation() {
    let router: ApiRouter<()> = ApiRouter::new("")
        .depends(check_auth)
        .route("/", get(greet));
    let greet = operation(&router, "get /");
    let names: Vec<_> = greet["parameters"]
        .as_array()
        .expect("parameters")
        .iter()
        .map(|parameter| &parameter["name"])
        .collect();
    assert_eq!(names, ["tenant", "region"]);
    assert_eq!(statuses(&greet), ["200", "400", "401"]);
}

#[test]
fn a_parameter_that_is_taken_twice_is_one_and_required_if_one_is() {
    #[derive(Deserialize)]
    #[expect(dead_code, reason = "only its shape is looked at")]
    struct Region {
        region: String,
    }

    #[depends(tenant)]
    async fn show(Query(_region): Query<Region>) {}

    let router: ApiRouter<()> = ApiRouter::new("").route("/", get(show));
    let show = operation(&router, "get /");
    let parameters = show["parameters"].as_array().expect("parameters");
    assert_eq!(parameters.len(), 2);
    assert_eq!(parameters[1]["name"], "region");
    assert_eq!(parameters[1]["required"], true);
}

#[test]
fn a_dependency_that_takes_a_part_of_the_path_says_what_it_is() {
    #[derive(Deserialize)]
    #[expect(dead_code, reason = "only its shape is looked at")]
    struct Org {
        org: u32,
    }

    #[dependency]
    fn member(Path(_org): Path<Org>) {}

    #[depends]
    async fn list() {}

    let router: ApiRouter<()> = ApiRouter::new("/{org}")
        .depends(member)
        .route("/", get(list));
    let schema = &operation(&router, "get /{org}")["parameters"][0]["schema"];
    assert_eq!(schema["type"], "integer");
}

#[test]
fn ready_made_dependencies_say_which_schemes_they_are() {
    let key = ApiKey::header(HeaderName::from_static("x-key"));
    let router: ApiRouter<()> = ApiRouter::new("")
        .depends(BearerToken)
        .depends(Basic::realm("x"))
        .depends(key)
        .route("/", get(hello));
    assert_eq!(
        document(&router)["components"]["securitySchemes"],
        json!({
            "basic": { "type": "http", "scheme": "basic" },
            "bearer": { "type": "http", "scheme": "bearer" },
            "header.x-key": { "type": "apiKey", "in": "header", "name": "x-key" },
        })
    );
}

#[test]
fn a_sliding_session_says_all_of_it_by_itself() {
    #[derive(Clone, FromRef)]
    struct AppState {
        tokens: Tokens,
    }

    let router: ApiRouter<AppState> = ApiRouter::new("")
        .depends(SlidingSession::<NoClaims>::new())
        .route("/", get(hello));
    let document = serde_json::to_value(router.openapi("Test", "1")).expect("JSON");
    let hello = &document["paths"]["/"]["get"];
    assert_eq!(hello["security"], json!([{ "session": [] }]));
    assert_eq!(statuses(hello), ["200", "401"]);
    let token = &document["components"]["headers"]["refreshtoken"]["description"];
    assert!(
        token
            .as_str()
            .is_some_and(|text| text.contains("next token")),
        "{token}"
    );
    assert_eq!(
        document["components"]["securitySchemes"]["session"],
        json!({ "type": "http", "scheme": "bearer" })
    );
}

#[test]
fn a_scheme_is_declared_once_for_all() {
    let cookie = SecurityScheme::api_key(ApiKeyLocation::Cookie("sid".into()));
    let inner = ApiRouter::new("")
        .depends(check_auth)
        .route("/", get(hello));
    let router: ApiRouter<()> = ApiRouter::new("")
        .include(inner)
        .security_scheme("session", cookie.description("A cookie."));
    assert_eq!(
        document(&router)["components"]["securitySchemes"],
        json!({ "session": { "type": "apiKey", "in": "cookie", "name": "sid", "description": "A cookie." } })
    );
}
