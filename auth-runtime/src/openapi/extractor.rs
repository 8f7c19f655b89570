//! What extractors declare: parameters, bodies, and the statuses with which they refuse.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Form, Path, Query};
use http::header::HeaderName;
use serde::de::DeserializeOwned;
#[cfg(feature = "ws")]
use utoipa::openapi::Response;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::request_body::{RequestBody, RequestBodyBuilder};
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, Schema, SchemaFormat, Type as JsonType};
use utoipa::openapi::{ContentBuilder, RefOr, Required};
use utoipa::{IntoParams, ToSchema};

use super::schema::short_name;
use super::value::{anything, exact, of_form, of_kind};
use crate::description::OperationDoc;
use crate::security::PasswordForm;
use crate::signature::{Field, Kind, Presence, Shape, Type};

/// An extractor that declares what it takes from a request.
///
/// The extractors of axum and of this crate implement it. An extractor of your own can declare it for
/// everyone who uses it:
///
/// ```
/// use auth_runtime::OperationDoc;
/// use auth_runtime::openapi::DescribeExtractor;
/// use auth_runtime::openapi::utoipa::openapi::path::{ParameterBuilder, ParameterIn};
/// use auth_runtime::prelude::*;
/// use axum::extract::FromRequestParts;
///
/// struct ApiVersion(u32);
///
/// impl<S: Sync> FromRequestParts<S> for ApiVersion {
///     type Rejection = HttpError;
///
///     async fn from_request_parts(head: &mut Parts, _state: &S) -> Result<Self, HttpError> {
///         let version = head.headers.get("x-api-version").and_then(|version| version.to_str().ok());
///         let version = version.and_then(|version| version.parse().ok());
///         version.map(Self).ok_or(StatusCode::BAD_REQUEST.into())
///     }
/// }
///
/// impl DescribeExtractor for ApiVersion {
///     fn describe(operation: &mut OperationDoc) {
///         let version = ParameterBuilder::new()
///             .name("x-api-version")
///             .parameter_in(ParameterIn::Header)
///             .schema(Some(operation.schema::<u32>()));
///         operation.parameter(version.build());
///         operation.error(400);
///     }
/// }
/// ```
pub trait DescribeExtractor {
    /// Adds it to `operation`.
    fn describe(operation: &mut OperationDoc);
}

/// With the statuses of axum's `JsonRejection`.
impl<T: ToSchema> DescribeExtractor for Json<T> {
    fn describe(operation: &mut OperationDoc) {
        let schema = operation.schema::<T>();
        takes_json(operation, schema);
    }
}

/// With the statuses of axum's `FormRejection`.
impl<T: ToSchema> DescribeExtractor for Form<T> {
    fn describe(operation: &mut OperationDoc) {
        let schema = of_form(T::schema());
        let of_type = operation.schema::<T>();
        takes_form(operation, schema.unwrap_or(of_type));
    }
}

impl DescribeExtractor for PasswordForm {
    fn describe(operation: &mut OperationDoc) {
        let text = || ObjectBuilder::new().schema_type(JsonType::String);
        let secret = text().format(Some(SchemaFormat::KnownFormat(KnownFormat::Password)));
        let form = ObjectBuilder::new()
            .property("username", text().min_length(Some(1)))
            .property("password", secret.min_length(Some(1)))
            .property("grant_type", text().enum_values(Some(["password"])))
            .property("scope", text())
            .required("username")
            .required("password");
        takes_form(operation, form.into());
    }
}

impl DescribeExtractor for String {
    fn describe(operation: &mut OperationDoc) {
        let schema = operation.schema::<Self>();
        takes_any_body(operation, "text/plain", schema);
    }
}

impl DescribeExtractor for Bytes {
    fn describe(operation: &mut OperationDoc) {
        takes_any_body(operation, "application/octet-stream", bytes());
    }
}

#[cfg(feature = "multipart")]
impl DescribeExtractor for axum::extract::Multipart {
    fn describe(operation: &mut OperationDoc) {
        let parts = ObjectBuilder::new().schema_type(JsonType::Object);
        takes_body(operation, "multipart/form-data", parts.into(), &[400, 413]);
    }
}

/// OpenAPI cannot describe what is sent over the socket: the handler's doc comment does.
#[cfg(feature = "ws")]
impl DescribeExtractor for axum::extract::ws::WebSocketUpgrade {
    fn describe(operation: &mut OperationDoc) {
        operation.responds("101", Response::new("The socket is open."));
        operation.error(400);
        operation.error(426);
    }
}

/// The fields of a query, as utoipa's `IntoParams` describes them.
impl<T: IntoParams + DeserializeOwned> DescribeExtractor for Query<T> {
    fn describe(operation: &mut OperationDoc) {
        takes_parameters::<T>(operation, &ParameterIn::Query);
        operation.error(400);
    }
}

/// The kinds of a path's parameters come from deserializing `T`; `IntoParams` adds the rest.
impl<T: IntoParams + DeserializeOwned> DescribeExtractor for Path<T> {
    fn describe(operation: &mut OperationDoc) {
        takes_parameters::<T>(operation, &ParameterIn::Path);
        operation.error(400);
    }
}

#[cfg(feature = "typed-header")]
impl<H: axum_extra::headers::Header> DescribeExtractor for axum_extra::TypedHeader<H> {
    fn describe(operation: &mut OperationDoc) {
        takes_header(operation, H::name());
        operation.error(400);
    }
}

/// An optional extractor: its parameters and its body are not required.
impl<T: DescribeExtractor> DescribeExtractor for Option<T> {
    fn describe(operation: &mut OperationDoc) {
        for status in operation.optionally(T::describe) {
            operation.error(status);
        }
    }
}

/// The handler looks at the result itself: nothing is refused.
impl<T: DescribeExtractor, E> DescribeExtractor for Result<T, E> {
    fn describe(operation: &mut OperationDoc) {
        operation.optionally(T::describe);
    }
}

/// Declares everything that is known.
pub trait Describes {
    /// Adds it to `operation`.
    fn describe(&self, operation: &mut OperationDoc);
}

impl<T: DescribeExtractor> Describes for &&Type<T> {
    fn describe(&self, operation: &mut OperationDoc) {
        T::describe(operation);
    }
}

/// Declares what is known without utoipa's traits.
pub trait DescribesForm {
    /// Adds it to `operation`.
    fn describe(&self, operation: &mut OperationDoc);
}

impl<T> DescribesForm for &Type<Json<T>> {
    fn describe(&self, operation: &mut OperationDoc) {
        takes_unknown_json::<T>(operation);
    }
}

impl<T> DescribesForm for &Type<Option<Json<T>>> {
    fn describe(&self, operation: &mut OperationDoc) {
        for status in operation.optionally(takes_unknown_json::<T>) {
            operation.error(status);
        }
    }
}

impl<T: DeserializeOwned> DescribesForm for &Type<Form<T>> {
    fn describe(&self, operation: &mut OperationDoc) {
        let Shape::Names(fields) = Shape::of::<T>() else {
            return takes_form(operation, unknown::<T>());
        };
        let form = fields.iter().fold(ObjectBuilder::new(), |form, field| {
            let form = form.property(field.name, of_kind(field.kind));
            match field.presence {
                Presence::Optional => form,
                Presence::Required | Presence::Unknown => form.required(field.name),
            }
        });
        takes_form(operation, form.into());
    }
}

impl<T: DeserializeOwned> DescribesForm for &Type<Query<T>> {
    fn describe(&self, operation: &mut OperationDoc) {
        if let Shape::Names(fields) = Shape::of::<T>() {
            fields
                .iter()
                .map(query_parameter)
                .for_each(|parameter| operation.parameter(parameter));
        }
        operation.error(400);
    }
}

impl<T> DescribesForm for &Type<Path<T>> {
    fn describe(&self, operation: &mut OperationDoc) {
        operation.error(400);
    }
}

/// What every other type declares.
pub trait DescribesNothing {
    /// Nothing is known.
    fn describe(&self, _operation: &mut OperationDoc) {}
}

impl<T: ?Sized> DescribesNothing for Type<T> {}

fn takes_unknown_json<T>(operation: &mut OperationDoc) {
    takes_json(operation, unknown::<T>());
}

fn query_parameter(field: &Field) -> Parameter {
    let required = match field.presence {
        Presence::Optional => Required::False,
        Presence::Required | Presence::Unknown => Required::True,
    };
    ParameterBuilder::new()
        .name(field.name)
        .parameter_in(ParameterIn::Query)
        .required(required)
        .schema(Some(of_kind(field.kind)))
        .build()
}

/// The parameters that `IntoParams` declares, at this place, made exact by what deserialization reveals about
/// their values.
fn takes_parameters<T: IntoParams + DeserializeOwned>(
    operation: &mut OperationDoc,
    place: &ParameterIn,
) {
    let shape = Shape::of::<T>();
    for mut parameter in T::into_params(|| Some(place.clone())) {
        if let Some(kind) = shape.kind_of(&parameter.name) {
            parameter.schema = exact(parameter.schema, kind);
        }
        operation.parameter(parameter);
    }
}

#[cfg_attr(
    not(feature = "typed-header"),
    expect(dead_code, reason = "of typed headers only")
)]
fn takes_header(operation: &mut OperationDoc, name: &HeaderName) {
    // OpenAPI 3.1 §4.8.12: a parameter of one of these names is ignored.
    if ["accept", "content-type", "authorization"].contains(&name.as_str()) {
        return;
    }
    let header = ParameterBuilder::new()
        .name(name.as_str())
        .parameter_in(ParameterIn::Header)
        .required(Required::True)
        .schema(Some(of_kind(Kind::Text)));
    operation.parameter(header.build());
}

fn takes_json(operation: &mut OperationDoc, schema: RefOr<Schema>) {
    takes_body(operation, "application/json", schema, &[400, 413, 415, 422]);
}

fn takes_form(operation: &mut OperationDoc, schema: RefOr<Schema>) {
    let media_type = "application/x-www-form-urlencoded";
    takes_body(operation, media_type, schema, &[400, 413, 415, 422]);
}

/// A body that may also be empty.
fn takes_any_body(operation: &mut OperationDoc, media_type: &str, schema: RefOr<Schema>) {
    takes_body(operation, media_type, schema, &[400, 413]);
    if let Some(body) = &mut operation.details.body {
        body.required = None;
    }
}

fn takes_body(
    operation: &mut OperationDoc,
    media_type: &str,
    schema: RefOr<Schema>,
    errors: &[u16],
) {
    operation.body(body(media_type, schema));
    for status in errors {
        operation.error(*status);
    }
}

fn body(media_type: &str, schema: RefOr<Schema>) -> RequestBody {
    RequestBodyBuilder::new()
        .content(media_type, ContentBuilder::new().schema(Some(schema)))
        .required(Some(Required::True))
        .build()
}

/// Arbitrary bytes.
pub(super) fn bytes() -> RefOr<Schema> {
    let binary = SchemaFormat::KnownFormat(KnownFormat::Binary);
    ObjectBuilder::new()
        .schema_type(JsonType::String)
        .format(Some(binary))
        .into()
}

/// Names the type that has no schema.
pub(super) fn unknown<T: ?Sized>() -> RefOr<Schema> {
    anything(format!(
        "The schema of `{}` is not known.",
        short_name::<T>()
    ))
    .into()
}

impl Shape {
    /// The kind of the value with this name, if it is known.
    fn kind_of(&self, name: &str) -> Option<Kind> {
        match self {
            Self::Names(fields) => fields
                .iter()
                .find(|field| field.name == name && field.kind != Kind::Other)
                .map(|field| field.kind),
            _ => None,
        }
    }
}
