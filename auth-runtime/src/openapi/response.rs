//! What return types declare: statuses, media types, schemas, headers.

use std::any::{Any, TypeId};
use std::borrow::Cow;
use std::convert::Infallible;

use axum::Json;
use axum::body::{Body, Bytes};
use axum::response::{Html, Redirect, Sse};
use http::StatusCode;
use utoipa::openapi::{ContentBuilder, RefOr, Response, ResponseBuilder, schema::Schema};
use utoipa::{IntoResponses, ToSchema};

use super::extractor::{bytes, unknown};
use super::problem;
use super::value::header;
use crate::answer::{Created, NoContent, Refused};
use crate::description::OperationDoc;
use crate::problem::HttpError;
use crate::response::InvalidHeader;
use crate::signature::Type;

/// A return type that declares how it answers.
///
/// The types of axum and of this crate implement it, and so does an `Err` that derives utoipa's
/// `IntoResponses`. An error of your own lists its statuses:
///
/// ```
/// use auth_runtime::OperationDoc;
/// use auth_runtime::openapi::DescribeResponse;
/// use auth_runtime::prelude::*;
///
/// enum UserError {
///     NotFound,
///     NameTaken,
/// }
///
/// impl IntoResponse for UserError {
///     fn into_response(self) -> Response {
///         let status = match self {
///             Self::NotFound => StatusCode::NOT_FOUND,
///             Self::NameTaken => StatusCode::CONFLICT,
///         };
///         HttpError::new(status).into_response()
///     }
/// }
///
/// impl DescribeResponse for UserError {
///     fn describe(operation: &mut OperationDoc) {
///         operation.error(404);
///         operation.error(409);
///     }
/// }
/// ```
///
/// If a `StatusCode` precedes the type, as in `(StatusCode, Json<User>)`, the status becomes `"2XX"`, whichever the type
/// declares.
pub trait DescribeResponse {
    /// Adds it to `operation`.
    fn describe(operation: &mut OperationDoc);
}

impl<T: ToSchema> DescribeResponse for Json<T> {
    fn describe(operation: &mut OperationDoc) {
        let schema = operation.schema::<T>();
        operation.responds("200", json(schema));
    }
}

impl<T: ToSchema> DescribeResponse for Created<T> {
    fn describe(operation: &mut OperationDoc) {
        let schema = operation.schema::<T>();
        operation.responds("201", created(schema));
    }
}

impl DescribeResponse for NoContent {
    fn describe(operation: &mut OperationDoc) {
        operation.responds("204", Response::new("Done."));
    }
}

impl DescribeResponse for () {
    fn describe(operation: &mut OperationDoc) {
        operation.responds("200", Response::new("Done."));
    }
}

impl DescribeResponse for StatusCode {
    fn describe(operation: &mut OperationDoc) {
        operation.responds("2XX", Response::new("Done."));
    }
}

impl DescribeResponse for Redirect {
    fn describe(operation: &mut OperationDoc) {
        let response = ResponseBuilder::new()
            .description("The resource is at another location.")
            .header("location", header("Where the resource is."));
        operation.responds("3XX", response.build());
    }
}

impl<T> DescribeResponse for Html<T> {
    fn describe(operation: &mut OperationDoc) {
        let schema = operation.schema::<String>();
        operation.responds("200", content("text/html", schema));
    }
}

impl<S> DescribeResponse for Sse<S> {
    fn describe(operation: &mut OperationDoc) {
        let schema = operation.schema::<String>();
        operation.responds("200", content("text/event-stream", schema));
    }
}

/// An error of any status: `default`.
impl DescribeResponse for HttpError {
    fn describe(operation: &mut OperationDoc) {
        operation.responds("default", problem::response("An error."));
    }
}

impl<const A: u16, const B: u16, const C: u16, const D: u16, const E: u16, const F: u16>
    DescribeResponse for Refused<A, B, C, D, E, F>
{
    fn describe(operation: &mut OperationDoc) {
        for status in Self::statuses() {
            operation.error(status);
        }
    }
}

impl DescribeResponse for InvalidHeader {
    fn describe(operation: &mut OperationDoc) {
        operation.error(500);
    }
}

impl DescribeResponse for Infallible {
    fn describe(_operation: &mut OperationDoc) {}
}

macro_rules! bodies {
    ($media_type:literal $schema:expr; $($body:ty),*) => {$(
        impl DescribeResponse for $body {
            fn describe(operation: &mut OperationDoc) {
                let schema: fn(&mut OperationDoc) -> RefOr<Schema> = $schema;
                let schema = schema(operation);
                operation.responds("200", content($media_type, schema));
            }
        }
    )*};
}

bodies!("text/plain" OperationDoc::schema::<String>; String, &'static str, Cow<'static, str>, Box<str>);
bodies!("application/octet-stream" |_| bytes(); Bytes, Vec<u8>, &'static [u8], Cow<'static, [u8]>, Body);

/// Tuples whose first elements are a status or headers.
macro_rules! tuples {
    ($($first:ident $($part:ident)*;)*) => {$(
        impl<$first: 'static, $($part,)* R: DescribeResponse> DescribeResponse for ($first, $($part,)* R) {
            fn describe(operation: &mut OperationDoc) {
                operation.responding(status_after::<$first>, R::describe);
            }
        }

        impl<$first: 'static, $($part,)* R> DescribesResponseForm for &Type<($first, $($part,)* Json<R>)> {
            fn describe_response(&self, operation: &mut OperationDoc) {
                operation.responding(status_after::<$first>, describe_unknown_json::<R>);
            }
        }
    )*};
}

tuples! {
    A;
    A B;
    A B C;
    A B C D;
}

/// The status, which is not known exactly if a `StatusCode` stands before it.
fn status_after<A: Any>(status: String) -> String {
    if TypeId::of::<A>() == TypeId::of::<StatusCode>() {
        return "2XX".to_owned();
    }
    status
}

/// Declares everything that is known.
pub trait DescribesResponse {
    /// Adds it to `operation`.
    fn describe_response(&self, operation: &mut OperationDoc);
}

impl<T: DescribeResponse> DescribesResponse for &&&Type<T> {
    fn describe_response(&self, operation: &mut OperationDoc) {
        T::describe(operation);
    }
}

/// Declares what utoipa's `IntoResponses` declares.
pub trait DescribesResponses {
    /// Adds it to `operation`.
    fn describe_response(&self, operation: &mut OperationDoc);
}

impl<T: IntoResponses> DescribesResponses for &&Type<T> {
    fn describe_response(&self, operation: &mut OperationDoc) {
        for (status, response) in T::responses() {
            if let RefOr::T(response) = response {
                operation.responds(status, response);
            }
        }
    }
}

/// Declares what is known without utoipa's traits.
pub trait DescribesResponseForm {
    /// Adds it to `operation`.
    fn describe_response(&self, operation: &mut OperationDoc);
}

impl<T> DescribesResponseForm for &Type<Json<T>> {
    fn describe_response(&self, operation: &mut OperationDoc) {
        describe_unknown_json::<T>(operation);
    }
}

impl<T> DescribesResponseForm for &Type<Created<T>> {
    fn describe_response(&self, operation: &mut OperationDoc) {
        operation.responds("201", created(unknown::<T>()));
    }
}

fn describe_unknown_json<T>(operation: &mut OperationDoc) {
    operation.responds("200", json(unknown::<T>()));
}

/// What every other type declares.
pub trait DescribesNoResponse {
    /// Nothing is known.
    fn describe_response(&self, _operation: &mut OperationDoc) {}
}

impl<T: ?Sized> DescribesNoResponse for Type<T> {}

/// A `Result`, split into its `Ok` type and its `Err` type.
pub trait SplitsResult {
    /// The type of the value.
    type Value;
    /// The type of the error.
    type Error;

    /// Both.
    fn split(&self) -> (Type<Self::Value>, Type<Self::Error>) {
        (Type::NEW, Type::NEW)
    }
}

impl<T, E> SplitsResult for &Type<Result<T, E>> {
    type Value = T;
    type Error = E;
}

/// Any other type, which has no error.
pub trait SplitsNothing {
    /// The type itself.
    type Value;

    /// The type itself, and `Infallible` as the error.
    fn split(&self) -> (Type<Self::Value>, Type<Infallible>) {
        (Type::NEW, Type::NEW)
    }
}

impl<T> SplitsNothing for Type<T> {
    type Value = T;
}

/// Declares an error: a status that is not known exactly becomes `default`.
pub fn describe_error(operation: &mut OperationDoc, describe: impl FnOnce(&mut OperationDoc)) {
    let any = |status| {
        if status == "2XX" {
            return "default".to_owned();
        }
        status
    };
    operation.responding(any, describe);
}

fn json(schema: RefOr<Schema>) -> Response {
    content("application/json", schema)
}

fn created(schema: RefOr<Schema>) -> Response {
    let mut response = content("application/json", schema);
    "The resource was created.".clone_into(&mut response.description);
    let location = header("Where the new resource is.");
    response
        .headers
        .insert("location".to_owned(), location.into());
    response
}

fn content(media_type: &str, schema: RefOr<Schema>) -> Response {
    ResponseBuilder::new()
        .description("The response.")
        .content(media_type, ContentBuilder::new().schema(Some(schema)))
        .build()
}
