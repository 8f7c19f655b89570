//! What one operation says about its handler.

use auth_runtime::prelude::*;
use auth_runtime::routing::any;
use axum::Json;
use axum::extract::Path;
use serde_json::{Value, json};

use crate::app::api;
use crate::support::{document, operation};

#[public]
async fn hello() -> &'static str {
    "hello"
}

#[public]
async fn show(Path(_id): Path<u32>) {}

fn ids(router: &ApiRouter<()>) -> Vec<String> {
    let document = document(router);
    let paths = document["paths"].as_object().expect("paths").values();
    let operations = paths.flat_map(|item| item.as_object().expect("an item").values());
    let ids = operations.map(|operation| operation["operationId"].as_str().expect("an id"));
    ids.map(str::to_owned).collect()
}

#[test]
fn the_first_paragraph_of_a_comment_is_the_summary_and_the_rest_the_description() {
    let list = operation(&api(), "get /orgs/{org}/users");
    assert_eq!(
        list["summary"],
        "Lists the users of an organisation, one page at a time."
    );
    let description = list["description"].as_str().expect("a description");
    assert!(
        description.starts_with("Newest first:\n\n```text\ncurl …\n```"),
        "{description}"
    );
}

#[test]
fn a_comment_may_come_from_a_file_and_a_block() {
    #[public]
    #[doc = concat!("Says", " ", "hello.")]
    /** In a block. */
    async fn hello() {}

    let hello = operation(&ApiRouter::new("").route("/", get(hello)), "get /");
    assert_eq!(hello["summary"], "Says hello. In a block.");
    assert_eq!(hello["description"], Value::Null);
}

#[test]
fn a_handler_without_a_comment_is_called_by_its_name() {
    assert_eq!(operation(&api(), "get /healthz")["summary"], "Healthz");
}

#[test]
fn the_tags_of_outer_routers_come_first() {
    let inner = ApiRouter::new("")
        .tag("inner")
        .tag("outer")
        .route("/", get(hello));
    let router = ApiRouter::new("").tag("outer").include(inner);
    assert_eq!(
        operation(&router, "get /")["tags"],
        json!(["outer", "inner"])
    );
    assert_eq!(
        document(&router)["tags"],
        json!([{ "name": "outer" }, { "name": "inner" }])
    );
}

#[test]
fn an_id_is_the_handlers_name_made_unique_where_it_is_not() {
    let router = ApiRouter::new("")
        .route("/hello", get(hello))
        .route("/a/{id}", get(show).delete(show))
        .route("/b/{id}", get(show));
    assert_eq!(
        ids(&router),
        [
            "show_delete_a_id",
            "show_get_a_id",
            "show_get_b_id",
            "hello"
        ]
        .map(str::to_owned)
    );
}

#[test]
fn an_id_set_by_hand_stays_and_others_make_way() {
    let router = ApiRouter::new("")
        .route("/", get(hello))
        .route("/other", get(show_nothing).operation_id("hello"));
    assert_eq!(ids(&router), ["hello_get", "hello"]);

    #[public]
    async fn show_nothing() {}
}

#[test]
fn a_handler_or_a_router_is_deprecated() {
    assert_eq!(
        operation(&api(), "patch /orgs/{org}/users/{user}")["deprecated"],
        true
    );
    assert_eq!(
        operation(&api(), "get /orgs/{org}/users")["deprecated"],
        Value::Null
    );

    let router = ApiRouter::new("").deprecated().route("/", get(hello));
    assert_eq!(operation(&router, "get /")["deprecated"], true);
}

#[test]
fn a_hidden_handler_a_hidden_router_and_a_mounted_service_are_no_operations() {
    let router = api()
        .include(ApiRouter::new("/hidden").hidden().route("/", get(hello)))
        .mount_public("/static", axum::Router::new());
    let document = document(&router);
    let paths: Vec<_> = document["paths"]
        .as_object()
        .expect("paths")
        .keys()
        .collect();
    assert_eq!(
        paths,
        [
            "/",
            "/events",
            "/healthz",
            "/login",
            "/orgs/{org}/users",
            "/orgs/{org}/users/{user}",
            "/orgs/{org}/users/{user}/picture",
            "/upload"
        ]
    );
}

#[test]
fn an_operation_can_be_edited_by_hand() {
    let router = ApiRouter::new("").route(
        "/",
        get(hello).post(hello).operation(|operation| {
            operation.summary = Some("Greets.".to_owned());
            operation.tags = Some(vec!["greetings".to_owned()]);
        }),
    );
    assert_eq!(operation(&router, "post /")["summary"], "Greets.");
    assert_eq!(operation(&router, "post /")["tags"], json!(["greetings"]));
    assert_eq!(operation(&router, "get /")["summary"], "Hello");
}

#[test]
fn an_edited_operation_is_served_as_before() {
    let app = ApiRouter::<()>::new("")
        .route("/", get(hello).operation(|_| {}))
        .build();
    assert!(app.is_ok());
}

#[test]
fn a_route_for_any_method_is_shown_with_each() {
    let router = ApiRouter::new("").route("/", any(hello).operation_id("greet"));
    let document = document(&router);
    let methods: Vec<_> = document["paths"]["/"]
        .as_object()
        .expect("an item")
        .keys()
        .collect();
    assert_eq!(methods, ["delete", "get", "patch", "post", "put"]);
    assert_eq!(document["paths"]["/"]["put"]["operationId"], "greet_put");
}

#[test]
fn a_wildcard_is_a_parameter() {
    #[public]
    async fn file(Path(path): Path<String>) -> String {
        path
    }

    let router = ApiRouter::new("").route("/files/{*path}", get(file));
    let file = operation(&router, "get /files/{path}");
    assert_eq!(file["parameters"][0]["name"], "path");
}

#[test]
fn a_route_says_the_same_in_a_child_that_is_included_twice() {
    #[public]
    async fn create(Json(name): Json<String>) -> Json<String> {
        Json(name)
    }

    let child = ApiRouter::new("/names").route("/", post(create));
    let router = ApiRouter::new("")
        .include(ApiRouter::new("/a").include(child.clone()))
        .include(ApiRouter::new("/b").include(child));
    let (mut first, mut second) = (
        operation(&router, "post /a/names"),
        operation(&router, "post /b/names"),
    );
    assert_eq!(first["operationId"].take(), "create_post_a_names");
    assert_eq!(second["operationId"].take(), "create_post_b_names");
    assert_eq!(first, second);
}

#[test]
fn a_method_with_a_handler_of_its_own_is_described_by_that_and_not_by_the_one_for_any() {
    for methods in [get(show).any(hello), any(hello).get(show)] {
        let router = ApiRouter::new("").route("/{id}", methods);
        assert_eq!(operation(&router, "get /{id}")["summary"], "Show");
        assert_eq!(operation(&router, "put /{id}")["summary"], "Hello");
    }
}
