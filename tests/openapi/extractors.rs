//! What extractors declare: parameters and bodies, whether their types have a schema or not.

use std::collections::HashMap;

use auth_runtime::OperationDoc;
use auth_runtime::openapi::DescribeExtractor;
use auth_runtime::prelude::*;
use auth_runtime::security::PasswordForm;
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Form, FromRequestParts, Multipart, Path, Query};
use axum_extra::TypedHeader;
use axum_extra::headers::{Authorization, ETag, UserAgent, authorization::Bearer};
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::openapi::path::{ParameterBuilder, ParameterIn};
use utoipa::{IntoParams, ToSchema};

use crate::support::{operation, statuses};

#[derive(Deserialize, ToSchema)]
#[expect(dead_code, reason = "only its schema is looked at")]
struct User {
    name: String,
    age: Option<u8>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "only its shape is looked at")]
struct Plain {
    name: String,
    age: Option<u8>,
    #[serde(default)]
    order: Order,
}

#[derive(Deserialize, Default, ToSchema)]
#[serde(rename_all = "lowercase")]
enum Order {
    #[default]
    Up,
    Down,
}

type Users = Json<Vec<User>>;

/// The operation of a handler that answers `POST /{id}/{name}`.
macro_rules! of {
    ($($extractor:ty),*; $path:literal) => {{
        #[public]
        async fn handler($(_: $extractor),*) {}
        let router: ApiRouter<()> = ApiRouter::new("").route($path, post(handler));
        operation(&router, concat!("post ", $path))
    }};
    ($($extractor:ty),*) => { of!($($extractor),*; "/") };
}

/// The parameters in short form: place, name, whether required, schema.
fn parameters(operation: &Value) -> Vec<(String, bool, Value)> {
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let short = |parameter: &Value| {
        let place = parameter["in"].as_str().expect("a place");
        let name = parameter["name"].as_str().expect("a name");
        let required = parameter["required"] == true;
        (
            format!("{place} {name}"),
            required,
            parameter["schema"].clone(),
        )
    };
    parameters.map(short).collect()
}

fn body<'a>(operation: &'a Value, media_type: &str) -> &'a Value {
    &operation["requestBody"]["content"][media_type]["schema"]
}

fn text() -> Value {
    json!({ "type": "string" })
}

fn u32() -> Value {
    json!({ "type": "integer", "minimum": 0, "maximum": u32::MAX })
}

#[test]
fn a_path_parameter_is_known_by_its_place() {
    let operation = of!(Path<(u32, String)>; "/{id}/{name}");
    assert_eq!(
        parameters(&operation),
        [
            ("path id".to_owned(), true, u32()),
            ("path name".to_owned(), true, text())
        ]
    );
    assert_eq!(statuses(&operation), ["200", "400"]);
}

#[test]
fn a_path_parameter_is_known_by_its_name() {
    #[derive(Deserialize)]
    #[expect(dead_code, reason = "only its shape is looked at")]
    struct Address {
        name: Order,
        id: UserId,
    }
    #[derive(Deserialize)]
    #[expect(dead_code, reason = "only its shape is looked at")]
    struct UserId(u32);

    let operation = of!(Path<Address>; "/{id}/{name}");
    let order = json!({ "type": "string", "enum": ["up", "down"] });
    assert_eq!(
        parameters(&operation),
        [
            ("path id".to_owned(), true, u32()),
            ("path name".to_owned(), true, order)
        ]
    );
}

#[test]
fn a_path_parameter_that_nobody_takes_is_a_text() {
    let operation = of!(; "/{id}/{name}");
    assert_eq!(
        parameters(&operation)[0],
        ("path id".to_owned(), true, text())
    );
    let operation = of!(Path<HashMap<String, String>>; "/{id}/{name}");
    assert_eq!(
        parameters(&operation)[1],
        ("path name".to_owned(), true, text())
    );
}

#[test]
fn a_path_parameter_may_have_a_description() {
    /// Where a user is.
    #[derive(Deserialize, IntoParams)]
    #[expect(dead_code, reason = "only its shape is looked at")]
    struct Address {
        /// The number of the user.
        id: u32,
        order: Order,
    }

    let operation = of!(Path<Address>; "/{id}/{order}");
    assert_eq!(
        operation["parameters"][0]["description"],
        "The number of the user."
    );
    let order = json!({ "type": "string", "enum": ["up", "down"] });
    assert_eq!(
        parameters(&operation)[1],
        ("path order".to_owned(), true, order)
    );
}

#[test]
fn a_query_says_what_into_params_says() {
    #[derive(Deserialize, IntoParams)]
    #[expect(dead_code, reason = "only its shape is looked at")]
    struct Filter {
        /// How many.
        limit: Option<u32>,
        tags: Option<Vec<String>>,
        order: Order,
    }

    let operation = of!(Query<Filter>);
    let tags = json!({ "type": "array", "items": { "type": "string" } });
    let order = json!({ "type": "string", "enum": ["up", "down"] });
    assert_eq!(
        parameters(&operation),
        [
            ("query limit".to_owned(), false, u32()),
            ("query tags".to_owned(), false, tags),
            ("query order".to_owned(), true, order),
        ]
    );
    assert_eq!(operation["parameters"][0]["description"], "How many.");
    assert_eq!(statuses(&operation), ["200", "400"]);
}

#[test]
fn a_query_without_into_params_has_names_kinds_and_what_is_required() {
    let age = json!({ "type": "integer", "minimum": 0, "maximum": 255 });
    let order = json!({ "type": "string", "enum": ["up", "down"] });
    assert_eq!(
        parameters(&of!(Query<Plain>)),
        [
            ("query name".to_owned(), true, text()),
            ("query age".to_owned(), false, age),
            ("query order".to_owned(), false, order),
        ]
    );
}

#[test]
fn a_typed_header_is_a_parameter() {
    let operation = of!(TypedHeader<UserAgent>, Option<TypedHeader<ETag>>);
    assert_eq!(
        parameters(&operation),
        [
            ("header user-agent".to_owned(), true, text()),
            ("header etag".to_owned(), false, text())
        ]
    );
    assert_eq!(statuses(&operation), ["200", "400"]);
}

#[test]
fn a_header_that_openapi_ignores_is_no_parameter() {
    assert_eq!(parameters(&of!(TypedHeader<Authorization<Bearer>>)), []);
}

#[test]
fn json_is_a_body_with_a_schema_and_its_refusals() {
    let operation = of!(Json<User>);
    assert_eq!(
        body(&operation, "application/json"),
        &json!({ "$ref": "#/components/schemas/User" })
    );
    assert_eq!(operation["requestBody"]["required"], true);
    assert_eq!(statuses(&operation), ["200", "400", "413", "415", "422"]);
}

#[test]
fn a_list_refers_to_what_it_is_a_list_of() {
    let users = json!({ "type": "array", "items": { "$ref": "#/components/schemas/User" } });
    assert_eq!(body(&of!(Json<Vec<User>>), "application/json"), &users);
}

#[test]
fn an_alias_is_what_it_stands_for() {
    let operation = of!(Users);
    assert_eq!(body(&operation, "application/json")["type"], "array");
    assert_eq!(
        body(&operation, "application/json")["items"]["properties"]["name"],
        text()
    );
}

#[test]
fn a_body_that_may_be_missing_is_not_required() {
    let operation = of!(Option<Json<User>>);
    assert_eq!(
        body(&operation, "application/json"),
        &json!({ "$ref": "#/components/schemas/User" })
    );
    assert_eq!(operation["requestBody"]["required"], Value::Null);
    let operation = of!(Option<Json<Plain>>);
    assert_eq!(operation["requestBody"]["required"], Value::Null);
    assert_eq!(statuses(&operation), ["200", "400", "413", "415", "422"]);
}

#[test]
fn what_a_handler_looks_at_itself_refuses_nothing() {
    let operation = of!(Result<Json<User>, axum::extract::rejection::JsonRejection>);
    assert_eq!(
        body(&operation, "application/json"),
        &json!({ "$ref": "#/components/schemas/User" })
    );
    assert_eq!(statuses(&operation), ["200"]);
}

#[test]
fn a_type_without_a_schema_is_documented_as_such() {
    let schema = json!({ "description": "The schema of `Plain` is not known." });
    assert_eq!(body(&of!(Json<Plain>), "application/json"), &schema);
}

#[test]
fn a_form_is_a_body_with_a_schema() {
    #[derive(Deserialize, ToSchema)]
    #[expect(dead_code, reason = "only its schema is looked at")]
    struct Login {
        name: String,
    }

    let operation = of!(Form<Login>);
    let schema = body(&operation, "application/x-www-form-urlencoded");
    assert_eq!(schema, &json!({ "$ref": "#/components/schemas/Login" }));
    assert_eq!(statuses(&operation), ["200", "400", "413", "415", "422"]);
}

#[test]
fn a_field_of_a_form_is_left_out_and_never_null() {
    let operation = of!(Form<User>);
    let schema = body(&operation, "application/x-www-form-urlencoded");
    assert_eq!(schema["required"], json!(["name"]));
    assert_eq!(schema["properties"]["age"]["type"], "integer");
}

#[test]
fn a_form_without_a_schema_has_names_kinds_and_what_is_required() {
    let operation = of!(Form<Plain>);
    let schema = body(&operation, "application/x-www-form-urlencoded");
    assert_eq!(schema["required"], json!(["name"]));
    assert_eq!(schema["properties"]["age"]["type"], "integer");
}

#[test]
fn the_password_form_has_its_fields() {
    let operation = of!(PasswordForm);
    let schema = body(&operation, "application/x-www-form-urlencoded");
    assert_eq!(schema["required"], json!(["username", "password"]));
    assert_eq!(schema["properties"]["password"]["format"], "password");
    assert_eq!(
        schema["properties"]["grant_type"]["enum"],
        json!(["password"])
    );
}

#[test]
fn bytes_and_texts_may_be_empty() {
    assert_eq!(of!(Bytes)["requestBody"]["required"], Value::Null);
    assert_eq!(of!(String)["requestBody"]["required"], Value::Null);
}

#[test]
fn bytes_texts_and_multipart_are_bodies() {
    let binary = json!({ "type": "string", "format": "binary" });
    assert_eq!(body(&of!(Bytes), "application/octet-stream"), &binary);
    assert_eq!(body(&of!(String), "text/plain"), &text());
    assert_eq!(
        body(&of!(Multipart), "multipart/form-data"),
        &json!({ "type": "object" })
    );
}

#[test]
fn an_extractor_that_says_nothing_is_no_error() {
    assert_eq!(parameters(&of!(Method, axum::extract::RawQuery)), []);
}

#[test]
fn an_extractor_of_ones_own_describes_itself() {
    struct Version;

    impl<S: Sync> FromRequestParts<S> for Version {
        type Rejection = HttpError;

        async fn from_request_parts(_head: &mut Parts, _state: &S) -> Result<Self, HttpError> {
            Ok(Self)
        }
    }

    impl DescribeExtractor for Version {
        fn describe(operation: &mut OperationDoc) {
            let schema = operation.schema::<u32>();
            let version = ParameterBuilder::new()
                .name("x-version")
                .parameter_in(ParameterIn::Header)
                .schema(Some(schema));
            operation.parameter(version.build());
            operation.error(426);
        }
    }

    let u32 = json!({ "type": "integer", "format": "int32", "minimum": 0 });

    let operation = of!(Version);
    assert_eq!(
        parameters(&operation),
        [("header x-version".to_owned(), false, u32)]
    );
    assert_eq!(statuses(&operation), ["200", "426"]);
}
