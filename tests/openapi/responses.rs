//! What return types declare: statuses, media types, schemas, headers.

use std::borrow::Cow;
use std::convert::Infallible;

use auth_runtime::openapi::DescribeResponse;
use auth_runtime::prelude::*;
use auth_runtime::{Created, NoContent, OperationDoc, Refused};
use axum::Json;
use axum::body::{Body, Bytes};
use axum::response::sse::{Event, Sse};
use axum::response::{Html, Redirect};
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::{IntoResponses, ToSchema};

use crate::support::{answer, document, operation, statuses};

#[derive(Serialize, ToSchema)]
struct User {
    name: String,
}

#[derive(Serialize)]
struct Plain;

/// The operation of a handler that returns this type.
macro_rules! of {
    ($returned:ty) => {{
        #[public]
        async fn handler() -> $returned {
            panic!("only the signature is looked at")
        }
        let router: ApiRouter<()> = ApiRouter::new("").route("/", get(handler));
        operation(&router, "get /")
    }};
}

fn user() -> Value {
    json!({ "$ref": "#/components/schemas/User" })
}

/// The media types of the content of a response.
fn media_types<'a>(operation: &'a Value, status: &str) -> Vec<&'a str> {
    let content = operation["responses"][status]["content"].as_object();
    content
        .into_iter()
        .flatten()
        .map(|(media_type, _)| media_type.as_str())
        .collect()
}

#[test]
fn json_is_a_200_with_its_schema() {
    let operation = of!(Json<User>);
    assert_eq!(statuses(&operation), ["200"]);
    assert_eq!(answer(&operation, "200"), &user());
}

#[test]
fn a_list_and_an_option_refer_to_what_they_are_made_of() {
    let list = of!(Json<Vec<User>>);
    assert_eq!(
        answer(&list, "200"),
        &json!({ "type": "array", "items": user() })
    );
    let option = of!(Json<Option<User>>);
    assert_eq!(
        answer(&option, "200"),
        &json!({ "oneOf": [{ "type": "null" }, user()] })
    );
}

#[test]
fn a_unit_is_null() {
    assert_eq!(answer(&of!(Json<()>), "200"), &json!({ "type": "null" }));
}

#[test]
fn a_type_without_a_schema_is_documented_as_such() {
    let operation = of!(Json<Plain>);
    assert_eq!(
        answer(&operation, "200"),
        &json!({ "description": "The schema of `Plain` is not known." })
    );
}

#[test]
fn a_status_before_the_type_is_known_to_be_a_success_only() {
    let operation = of!((StatusCode, Json<User>));
    assert_eq!(statuses(&operation), ["2XX"]);
    assert_eq!(answer(&operation, "2XX"), &user());

    let operation = of!((StatusCode, HeaderMap, Json<Plain>));
    assert_eq!(statuses(&operation), ["2XX"]);
}

#[test]
fn headers_before_the_type_leave_the_status() {
    let operation = of!(([(HeaderName, &'static str); 1], Json<User>));
    assert_eq!(statuses(&operation), ["200"]);
}

#[test]
fn what_was_created_is_a_201_with_its_location() {
    let operation = of!(Created<User>);
    assert_eq!(statuses(&operation), ["201"]);
    assert_eq!(answer(&operation, "201"), &user());
    let location = &operation["responses"]["201"]["headers"]["location"];
    assert_eq!(
        location,
        &json!({ "$ref": "#/components/headers/location" })
    );
    assert_eq!(statuses(&of!(Created<Plain>)), ["201"]);
}

#[test]
fn no_content_is_a_204_without_any() {
    let operation = of!(NoContent);
    assert_eq!(statuses(&operation), ["204"]);
    assert_eq!(media_types(&operation, "204"), Vec::<&str>::new());
}

#[test]
fn pages_texts_and_bytes_have_their_media_types() {
    assert_eq!(media_types(&of!(Html<String>), "200"), ["text/html"]);
    assert_eq!(media_types(&of!(&'static str), "200"), ["text/plain"]);
    assert_eq!(media_types(&of!(Cow<'static, str>), "200"), ["text/plain"]);
    assert_eq!(
        media_types(&of!(Bytes), "200"),
        ["application/octet-stream"]
    );
    assert_eq!(media_types(&of!(()), "200"), Vec::<&str>::new());
}

#[test]
fn a_redirect_is_a_3xx_with_its_location() {
    let operation = of!(Redirect);
    assert_eq!(statuses(&operation), ["3XX"]);
    assert!(operation["responses"]["3XX"]["headers"]["location"].is_object());
}

#[test]
fn streams_have_their_media_types() {
    type Events = Sse<futures_util::stream::Empty<Result<Event, Infallible>>>;
    assert_eq!(media_types(&of!(Events), "200"), ["text/event-stream"]);
    assert_eq!(media_types(&of!(Body), "200"), ["application/octet-stream"]);
}

#[test]
fn an_error_of_this_crate_is_a_problem_of_any_status() {
    let operation = of!(Result<Json<User>, HttpError>);
    assert_eq!(statuses(&operation), ["200", "default"]);
    assert_eq!(
        media_types(&operation, "default"),
        ["application/problem+json"]
    );
}

#[test]
fn an_error_lists_its_statuses() {
    struct UserError;

    impl IntoResponse for UserError {
        fn into_response(self) -> Response {
            StatusCode::NOT_FOUND.into_response()
        }
    }

    impl DescribeResponse for UserError {
        fn describe(operation: &mut OperationDoc) {
            operation.error(404);
            operation.error(409);
        }
    }

    let operation = of!(Result<NoContent, UserError>);
    assert_eq!(statuses(&operation), ["204", "404", "409"]);
    assert_eq!(media_types(&operation, "409"), ["application/problem+json"]);
}

#[test]
fn an_error_that_derives_into_responses_says_what_it_derives() {
    #[derive(IntoResponses)]
    #[expect(dead_code, reason = "only its responses are looked at")]
    enum UserError {
        /// Somebody has this name.
        #[response(status = 409)]
        Taken,
    }

    impl IntoResponse for UserError {
        fn into_response(self) -> Response {
            StatusCode::CONFLICT.into_response()
        }
    }

    let operation = of!(Result<NoContent, UserError>);
    assert_eq!(statuses(&operation), ["204", "409"]);
    assert_eq!(
        operation["responses"]["409"]["description"],
        "Somebody has this name."
    );
}

#[test]
fn a_status_as_an_error_is_any() {
    assert_eq!(
        statuses(&of!(Result<Json<User>, StatusCode>)),
        ["200", "default"]
    );
    assert_eq!(statuses(&of!(Result<StatusCode, Infallible>)), ["2XX"]);
}

#[test]
fn a_result_may_have_another_name() {
    type Answer = Result<Json<User>, HttpError>;
    assert_eq!(statuses(&of!(Answer)), ["200", "default"]);
    assert_eq!(statuses(&of!(axum::response::Result<Json<User>>)), ["200"]);
}

#[test]
fn what_has_no_name_is_not_known_and_its_error_is() {
    #[public]
    async fn handler() -> Result<impl IntoResponse, HttpError> {
        Ok("hello")
    }

    let router: ApiRouter<()> = ApiRouter::new("").route("/", get(handler));
    let operation = operation(&router, "get /");
    assert_eq!(statuses(&operation), ["2XX", "default"]);
    assert_eq!(
        media_types(&operation, "default"),
        ["application/problem+json"]
    );
    assert_eq!(media_types(&operation, "2XX"), Vec::<&str>::new());
    assert_eq!(statuses(&of!(Response)), ["default"]);
}

#[test]
fn a_type_that_refers_to_itself_is_a_component() {
    #[derive(Serialize, ToSchema)]
    struct Node {
        #[schema(no_recursion)]
        children: Vec<Node>,
    }

    #[public]
    async fn tree() -> Json<Vec<Node>> {
        Json(Vec::new())
    }

    let router: ApiRouter<()> = ApiRouter::new("").route("/", get(tree));
    let document = document(&router);
    let node = json!({ "$ref": "#/components/schemas/Node" });
    assert_eq!(
        document["components"]["schemas"]["Node"]["properties"]["children"]["items"],
        node
    );
}

/// OpenAPI 3.1 §4.8.16.1: the key of a response has three digits, of which the first is one of 1 to 5.
#[test]
fn what_is_no_status_is_left_out() {
    #[public]
    async fn odd() -> Result<(), Refused<99, 404, 600, 1000>> {
        Ok(())
    }

    let odd = operation(&ApiRouter::new("").route("/", get(odd)), "get /");
    assert_eq!(statuses(&odd), ["200", "404"]);
}
