//! Problem documents (RFC 9457) as the documentation shows them.

use std::any::type_name;

use http::StatusCode;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, Schema, SchemaFormat, Type};
use utoipa::openapi::{ContentBuilder, Ref, Response, ResponseBuilder};

use super::schema::Named;
use super::value::header;
use crate::problem::{HttpError, sentence_of};
use crate::response::has_content;

/// The name of the schema.
pub(super) const NAME: &str = "ProblemDetails";

/// The members that every problem of this crate has; it may have others.
pub(super) fn schema() -> Schema {
    let text = |description: &str| {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some(description))
    };
    let status = ObjectBuilder::new()
        .schema_type(Type::Integer)
        .format(Some(SchemaFormat::KnownFormat(KnownFormat::Int32)))
        .description(Some("The status of the response."))
        .minimum(Some(400))
        .maximum(Some(599));
    let problem = ObjectBuilder::new()
        .description(Some("An error, as a problem document (RFC 9457)."))
        .property("type", text("A URI that identifies the kind of problem."))
        .property("title", text("The name of the kind of problem."))
        .property("status", status)
        .property("detail", text("What went wrong in this case."))
        .required("type")
        .required("title")
        .required("status")
        .required("detail");
    Schema::Object(problem.build())
}

/// The schema with its name, which no other type may have.
pub(super) fn named() -> Named {
    Named {
        name: NAME.to_owned(),
        rust_type: type_name::<HttpError>(),
        is_inside: false,
        schema: schema().into(),
    }
}

/// A response that carries a problem.
pub(super) fn response(description: &str) -> Response {
    let problem = Ref::from_schema_name(NAME);
    ResponseBuilder::new()
        .description(description)
        .content(
            "application/problem+json",
            ContentBuilder::new().schema(Some(problem)),
        )
        .build()
}

/// The refusal with this status.
pub(super) fn refusal(status: u16) -> Response {
    let Ok(code) = StatusCode::from_u16(status) else {
        return response("An error.");
    };
    let description = sentence(sentence_of(code));
    if !has_content(code) {
        return Response::new(description);
    }
    let mut response = response(&description);
    if let Some((name, text)) = header_of(code) {
        response
            .headers
            .insert(name.to_owned(), header(text).into());
    }
    response
}

/// The header that comes with a refusal of this status.
fn header_of(status: StatusCode) -> Option<(&'static str, &'static str)> {
    match status {
        StatusCode::UNAUTHORIZED => Some(("www-authenticate", "How to authenticate.")),
        StatusCode::METHOD_NOT_ALLOWED => Some(("allow", "The methods that are supported.")),
        StatusCode::TOO_MANY_REQUESTS => Some(("retry-after", "When to try again.")),
        _ => None,
    }
}

/// The text with a capital letter and a full stop.
fn sentence(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(characters).chain(['.']).collect()
}
