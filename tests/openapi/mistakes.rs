//! Mistakes in a document are found when the router is built.

use auth_runtime::OperationDoc;
use auth_runtime::openapi::SecurityScheme;
use auth_runtime::prelude::*;
use auth_runtime::security::{ApiKey, ApiKeyLocation};
use axum::Json;
use axum::extract::Path;
use serde::Deserialize;

#[public]
async fn open() {}

#[depends]
async fn guarded() {}

#[public]
async fn show(Path(_id): Path<u32>) {}

#[derive(Deserialize)]
#[expect(dead_code, reason = "only its shape is looked at")]
struct Address {
    org: String,
    user: u32,
}

/// The mistakes in the router.
fn mistakes(router: ApiRouter<()>) -> String {
    router.build().expect_err("a mistake").to_string()
}

#[test]
fn two_operations_have_one_id() {
    let router = ApiRouter::new("")
        .route("/a", get(open).operation_id("open"))
        .route(
            "/b",
            get(open).operation(|operation| operation.operation_id = Some("open".into())),
        );
    insta::assert_snapshot!(mistakes(router));
}

#[test]
fn an_id_is_also_what_it_becomes_for_each_of_several_methods() {
    let router = || ApiRouter::new("").route("/a", any(open).operation_id("open"));
    assert!(router().build().is_ok());
    let collides = router().route("/b", get(open).operation_id("open_get"));
    assert!(mistakes(collides).contains("open_get"));
    let is_free = router().route("/b", get(open).operation_id("open"));
    assert!(is_free.build().is_ok());
}

#[test]
fn two_security_schemes_have_one_name() {
    let router = ApiRouter::new("")
        .security_scheme("session", SecurityScheme::bearer())
        .include(ApiRouter::new("").security_scheme("session", SecurityScheme::basic()))
        .route("/", get(open));
    insta::assert_snapshot!(mistakes(router));
}

#[test]
fn one_scheme_declared_twice_is_no_mistake() {
    let child = ApiRouter::new("/a")
        .security_scheme("session", SecurityScheme::bearer())
        .route("/", get(open));
    let router = ApiRouter::<()>::new("")
        .include(child.clone())
        .include(ApiRouter::new("/b").include(child));
    assert!(router.build().is_ok());
}

/// A dependency that says what the scheme `key` is.
#[derive(Clone, PartialEq)]
struct Key(&'static str);

#[dependency(errors(401))]
impl Key {
    fn call(&self) -> &'static str {
        self.0
    }

    fn describe(&self, operation: &mut OperationDoc) {
        let location = ApiKeyLocation::Query(self.0.into());
        operation.security("key");
        operation.security_scheme("key", SecurityScheme::api_key(location));
    }
}

#[test]
fn two_dependencies_mean_two_schemes_by_one_name() {
    let below = |prefix: &str, name| {
        ApiRouter::<()>::new(prefix)
            .depends(Key(name))
            .route("/", get(guarded))
    };
    let router = || {
        ApiRouter::new("")
            .include(below("/a", "k"))
            .include(below("/b", "q"))
    };
    assert!(mistakes(router()).contains("`key` is declared twice"));
    // A declaration on the router decides which of them clients see.
    let declared = router().security_scheme("key", SecurityScheme::bearer());
    assert!(declared.build().is_ok());
}

#[test]
fn keys_in_two_places_are_two_schemes() {
    let header = ApiKey::header(HeaderName::from_static("x-key"));
    let router = ApiRouter::<()>::new("")
        .include(
            ApiRouter::new("/a")
                .depends(header)
                .route("/", get(guarded)),
        )
        .include(
            ApiRouter::new("/b")
                .depends(ApiKey::query("key"))
                .route("/", get(guarded)),
        );
    assert!(router.build().is_ok());
}

#[test]
fn tokens_come_from_where_no_route_is() {
    let router = |url: &str| {
        ApiRouter::new("")
            .security_scheme("session", SecurityScheme::oauth2_password(url))
            .route("/login", post(open).get(open))
            .route("/page", get(open))
            .mount_public("/oauth", axum::Router::new())
    };
    insta::assert_snapshot!(mistakes(router("login")));
    for wrong in ["/logins", "/page", "/oauthtoken", "https:/login"] {
        assert!(mistakes(router(wrong)).contains(wrong), "{wrong}");
    }
    for right in ["/login", "/oauth/token", "https://auth.example.org/token"] {
        assert!(router(right).build().is_ok(), "{right}");
    }
}

#[test]
fn two_types_have_one_name() {
    mod v1 {
        #[derive(serde::Deserialize, utoipa::ToSchema)]
        pub(super) struct User {
            _name: String,
        }
    }
    mod v2 {
        #[derive(serde::Deserialize, utoipa::ToSchema)]
        pub(super) struct User {
            _number: u32,
        }
    }

    #[public]
    async fn first(Json(_user): Json<v1::User>) {}

    #[public]
    async fn second(Json(_user): Json<v2::User>) {}

    let router = ApiRouter::new("").route("/", post(first).put(second));
    insta::assert_snapshot!(mistakes(router));
}

#[test]
fn two_types_of_one_name_collide_inside_of_others_too() {
    mod first {
        #[derive(serde::Deserialize, utoipa::ToSchema)]
        #[expect(dead_code, reason = "only documented")]
        pub(crate) struct Address {
            pub(crate) street: String,
        }

        #[derive(serde::Deserialize, utoipa::ToSchema)]
        #[expect(dead_code, reason = "only documented")]
        pub(crate) struct Person {
            pub(crate) address: Address,
        }
    }

    mod second {
        #[derive(serde::Deserialize, utoipa::ToSchema)]
        #[expect(dead_code, reason = "only documented")]
        pub(crate) struct Address {
            pub(crate) port: u16,
        }

        #[derive(serde::Deserialize, utoipa::ToSchema)]
        #[expect(dead_code, reason = "only documented")]
        pub(crate) struct Server {
            pub(crate) address: Address,
        }
    }

    #[public]
    async fn of_a_person(Json(_person): Json<first::Person>) {}

    #[public]
    async fn of_a_server(Json(_server): Json<second::Server>) {}

    let router = ApiRouter::new("").route("/", post(of_a_person).put(of_a_server));
    insta::assert_snapshot!(mistakes(router));
}

#[test]
fn one_type_inside_of_several_is_one_for_each_of_its_arguments_and_may_hold_itself() {
    #[derive(serde::Deserialize, utoipa::ToSchema)]
    #[expect(dead_code, reason = "only documented")]
    struct Page<T> {
        items: Vec<T>,
        next: Option<Box<T>>,
    }

    #[derive(serde::Deserialize, utoipa::ToSchema)]
    #[schema(no_recursion)]
    #[expect(dead_code, reason = "only documented")]
    struct Folder {
        folders: Vec<Folder>,
    }

    #[derive(serde::Deserialize, utoipa::ToSchema)]
    #[expect(dead_code, reason = "only documented")]
    struct Answers {
        folders: Page<Folder>,
        names: Page<String>,
        numbers: Page<u32>,
        lists: Page<Vec<Folder>>,
    }

    #[public]
    async fn all(Json(_answers): Json<Answers>) {}

    #[public]
    async fn some(Json(_folders): Json<Page<Folder>>) {}

    #[public]
    async fn one(Json(_folder): Json<Folder>) {}

    let router = ApiRouter::<()>::new("")
        .route("/all", post(all))
        .route("/some", post(some))
        .route("/one", post(one));
    let built = router.build();
    assert!(built.is_ok(), "{built:?}");
}

#[test]
fn a_type_called_as_the_problem_document_collides_with_it() {
    #[derive(serde::Deserialize, utoipa::ToSchema)]
    #[expect(dead_code, reason = "only documented")]
    struct ProblemDetails {
        error: String,
    }

    #[public]
    async fn report(Json(_problem): Json<ProblemDetails>) {}

    insta::assert_snapshot!(mistakes(ApiRouter::new("").route("/", post(report))));
}

#[test]
fn a_path_lacks_what_a_handler_and_a_dependency_want() {
    #[dependency]
    fn member(Path(_address): Path<Address>) {}

    #[depends]
    async fn list() {}

    let router = ApiRouter::new("")
        .route("/users", get(show))
        .route("/orgs/{org}/users/{id}", get(show))
        .include(
            ApiRouter::new("/members/{org}")
                .depends(member)
                .route("/", get(list)),
        );
    insta::assert_snapshot!(mistakes(router));
}

#[test]
fn a_path_that_has_what_is_wanted_is_no_mistake() {
    #[public]
    async fn all(
        Path(_all): Path<std::collections::HashMap<String, String>>,
        Path(_list): Path<Vec<(String, String)>>,
    ) {
    }

    #[public]
    async fn pair(
        Path(_pair): Path<(String, u32)>,
        Path(_address): Path<Address>,
        _maybe: Option<Path<u32>>,
    ) {
    }

    let router = ApiRouter::<()>::new("")
        .route("/users/{id}", get(show))
        .route("/all", get(all))
        .route("/orgs/{org}/{user}", get(pair));
    assert!(router.build().is_ok());
}

#[test]
fn a_hidden_route_has_no_id_to_collide_and_a_path_all_the_same() {
    let router = ApiRouter::<()>::new("")
        .hidden()
        .route("/a", get(open).operation_id("open"))
        .route("/b", get(open).operation_id("open"));
    assert!(router.build().is_ok());
    assert!(
        mistakes(ApiRouter::new("").hidden().route("/", get(show)))
            .contains("`show` takes one parameter")
    );
}

#[test]
fn a_document_is_made_of_a_router_with_mistakes_too() {
    let router = ApiRouter::<()>::new("")
        .route("/a", get(open).operation_id("x"))
        .route("/b", get(open).operation_id("x"));
    assert_eq!(router.openapi("Test", "1").paths.paths.len(), 2);
}
