//! One operation of the document, built from what is known about its route.

use std::borrow::Cow;
use std::collections::BTreeMap;

use utoipa::openapi::path::{HttpMethod, Operation, Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::{
    Deprecated, RefOr, Required, Response, Responses, ResponsesBuilder, SecurityRequirement,
};

use super::scheme::SecurityScheme;
use super::value::{header, of_kind};
use super::{Route, problem};
use crate::description::{OperationDoc, first_paragraph};
use crate::signature::{Kind, Shape, names_in};

/// The security schemes of the document, by name.
pub(super) type Schemes = BTreeMap<String, SecurityScheme>;

/// The operation, with the user's edits. It has an id only if the user set one.
pub(super) fn of(route: &Route, schemes: &Schemes) -> Operation {
    let doc = &route.doc;
    let mut operation = Operation::new();
    (operation.summary, operation.description) = texts(route.info.handler, doc);
    if !route.info.tags.is_empty() {
        operation.tags = Some(route.info.tags.iter().map(ToString::to_string).collect());
    }
    if route.info.deprecated {
        operation.deprecated = Some(Deprecated::True);
    }
    let parameters = parameters(&route.info.path, doc);
    if !parameters.is_empty() {
        operation.parameters = Some(parameters.into_iter().map(RefOr::T).collect());
    }
    operation.request_body = doc.details.body.clone().map(RefOr::T);
    operation.responses = responses(doc);
    operation.security = security(doc, schemes);
    doc.details.edits.apply(&mut operation);
    operation
}

/// The summary is the first paragraph of the doc comment, or the handler's name in words. The description is
/// the rest of the comment and the notes of dependencies.
fn texts(handler: &str, doc: &OperationDoc) -> (Option<String>, Option<String>) {
    let (mut summary, rest) = first_paragraph(doc.documentation());
    if summary.is_empty() {
        summary = in_words(handler);
    }
    let notes = doc.notes().iter().map(String::as_str);
    let mut paragraphs = Vec::new();
    for paragraph in std::iter::once(rest).chain(notes) {
        if !paragraph.is_empty() && !paragraphs.contains(&paragraph) {
            paragraphs.push(paragraph);
        }
    }
    let description = paragraphs.join("\n\n");
    (
        Some(summary),
        (!description.is_empty()).then_some(description),
    )
}

/// `list_users` as "List users".
fn in_words(name: &str) -> String {
    let words = name.trim_start_matches("r#").replace('_', " ");
    let mut characters = words.chars();
    let first = characters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(characters).collect()
}

/// The path's parameters in their order, then the others.
fn parameters(path: &str, doc: &OperationDoc) -> Vec<Parameter> {
    let is_in_path = |parameter: &&Parameter| parameter.parameter_in == ParameterIn::Path;
    let (said, others): (Vec<_>, Vec<_>) = doc.details.parameters.iter().partition(is_in_path);
    let names: Vec<_> = names_in(path).collect();
    let in_path = names.iter().enumerate().map(|(place, name)| {
        let said = said.iter().find(|parameter| parameter.name == *name);
        said.map_or_else(
            || path_parameter(name, place, doc),
            |parameter| (*parameter).clone(),
        )
    });
    in_path.chain(others.into_iter().cloned()).collect()
}

/// A path parameter that only extractors describe, by its name or by its place.
fn path_parameter(name: &str, place: usize, doc: &OperationDoc) -> Parameter {
    let kinds = doc
        .wanted_paths()
        .iter()
        .filter_map(|wanted| match &wanted.shape {
            Shape::One(kind) => Some(*kind),
            Shape::Places(kinds) => kinds.get(place).copied(),
            Shape::Names(fields) => fields
                .iter()
                .find(|field| field.name == name)
                .map(|field| field.kind),
            Shape::Any => None,
        });
    let kind = kinds.reduce(more_telling).unwrap_or(Kind::Text);
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Path)
        .required(Required::True)
        .schema(Some(of_kind(kind)))
        .build()
}

fn more_telling(first: Kind, second: Kind) -> Kind {
    match first {
        Kind::Text | Kind::Other => second,
        _ => first,
    }
}

/// The responses that the types declare, those with which dependencies refuse, and the headers that
/// dependencies set.
fn responses(doc: &OperationDoc) -> Responses {
    let mut responses = doc.details.responses.clone();
    for status in doc.errors() {
        responses
            .entry(status.to_string())
            .or_insert_with(|| problem::refusal(*status));
    }
    add_success(&mut responses);
    for (status, response) in &mut responses {
        add_headers(status, response, doc);
    }
    let responses = responses
        .into_iter()
        .map(|(status, response)| (status, RefOr::T(response)));
    ResponsesBuilder::new()
        .responses_from_iter(responses)
        .build()
}

/// An operation always has a response, even if its return type does not declare one.
fn add_success(responses: &mut BTreeMap<String, Response>) {
    let is_no_error = |status: &String| status.starts_with(['1', '2', '3']);
    if responses.keys().any(is_no_error) {
        return;
    }
    let status = if responses.contains_key("default") {
        "2XX"
    } else {
        "default"
    };
    let response = Response::new("A response about which nothing more is known.");
    responses.insert(status.to_owned(), response);
}

/// A 401 gets no headers: it is the one refusal that comes before a dependency could set any.
fn add_headers(status: &str, response: &mut Response, doc: &OperationDoc) {
    if status == "401" {
        return;
    }
    for name in doc.response_headers() {
        let text = doc.header_text(name).unwrap_or_default();
        let mut header = header(text);
        header.description = header.description.filter(|text| !text.is_empty());
        response
            .headers
            .entry((*name).to_owned())
            .or_insert(header.into());
    }
}

/// All required schemes at once; and, as alternatives, together with optional ones.
fn security(doc: &OperationDoc, schemes: &Schemes) -> Option<Vec<SecurityRequirement>> {
    let required = doc.required_security();
    let optional: Vec<_> = doc.optional_security().difference(required).collect();
    if required.is_empty() && optional.is_empty() {
        return None;
    }
    let requirement = |more: &[&Cow<'static, str>]| {
        let all = required.iter().chain(more.iter().copied());
        all.fold(SecurityRequirement::default(), |requirement, name| {
            requirement.add(&**name, scopes(name, doc, schemes))
        })
    };
    let mut requirements = Vec::new();
    if optional.len() > 1 {
        requirements.push(requirement(&optional));
    }
    requirements.extend(optional.chunks(1).map(requirement));
    requirements.push(requirement(&[]));
    Some(requirements)
}

/// The required scopes, for a scheme that has scopes.
fn scopes<'a>(name: &str, doc: &'a OperationDoc, schemes: &Schemes) -> Vec<&'a str> {
    if schemes.get(name).is_some_and(SecurityScheme::has_scopes) {
        return doc.scopes().iter().map(AsRef::as_ref).collect();
    }
    Vec::new()
}

/// An operation with its route and its method.
pub(super) struct Shown<'a> {
    pub(super) route: &'a Route,
    pub(super) method: &'a str,
    pub(super) operation: Operation,
}

impl Shown<'_> {
    pub(super) fn http_method(&self) -> HttpMethod {
        http_method(self.method).unwrap_or(HttpMethod::Get)
    }
}

pub(super) fn http_method(method: &str) -> Option<HttpMethod> {
    Some(match method {
        "GET" => HttpMethod::Get,
        "PUT" => HttpMethod::Put,
        "POST" => HttpMethod::Post,
        "DELETE" => HttpMethod::Delete,
        "OPTIONS" => HttpMethod::Options,
        "HEAD" => HttpMethod::Head,
        "PATCH" => HttpMethod::Patch,
        "TRACE" => HttpMethod::Trace,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_handler_without_a_comment_is_called_by_its_name() {
        assert_eq!(in_words("list_users"), "List users");
        assert_eq!(in_words("r#move"), "Move");
    }
}
