//! Errors as problem details (RFC 9457).
//!
//! [`HttpError`] is what dependencies and handlers return; [`rejection`] turns what extractors
//! answer into the same form; [`sentence`] holds the words for each status.

mod rejection;
mod sentence;

use std::borrow::Cow;
use std::fmt;

use axum::response::{IntoResponse, Response};
use http::{HeaderName, HeaderValue, StatusCode, header};
use serde::Serialize;
use serde_json::{Map, Value};

pub use rejection::Rejection;

/// The media type of problem details (RFC 9457 §3).
pub(crate) const PROBLEM_JSON: HeaderValue = HeaderValue::from_static("application/problem+json");

/// An error as the client sees it: a status and a problem document (RFC 9457).
///
/// ```
/// use auth_runtime::prelude::*;
///
/// let error = HttpError::new(StatusCode::CONFLICT).detail("this user name is taken");
/// assert_eq!(error.status(), StatusCode::CONFLICT);
/// ```
///
/// is answered as
///
/// ```json
/// {"type":"about:blank","title":"Conflict","status":409,"detail":"this user name is taken"}
/// ```
///
/// Never put into `detail` what the client sent: a problem document is no echo.
#[derive(Clone)]
pub struct HttpError(Box<Problem>);

#[derive(Clone)]
struct Problem {
    status: StatusCode,
    kind: Cow<'static, str>,
    title: Option<Cow<'static, str>>,
    detail: Cow<'static, str>,
    headers: Vec<(HeaderName, HeaderValue)>,
    members: Map<String, Value>,
    nothing_presented: bool,
}

/// Put beside a response that says "nothing was presented": what makes a dependency optional must
/// tell this from a credential that is wrong.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NothingPresented;

impl HttpError {
    /// An error of this status, with the field's usual sentence as `detail`.
    #[must_use]
    pub fn new(status: StatusCode) -> Self {
        Self(Box::new(Problem {
            status,
            kind: Cow::Borrowed("about:blank"),
            title: None,
            detail: Cow::Borrowed(sentence::of(status)),
            headers: Vec::new(),
            members: Map::new(),
            nothing_presented: false,
        }))
    }

    /// Says what is wrong in this case, in a sentence for the person who reads it.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<Cow<'static, str>>) -> Self {
        self.0.detail = detail.into();
        self
    }

    /// Names the kind of problem: a URI for `type`, and a `title` that is the same for every
    /// problem of this kind (RFC 9457 §3.1). Without it they are `about:blank` and the status's
    /// reason phrase.
    #[must_use]
    pub fn kind(
        mut self,
        uri: impl Into<Cow<'static, str>>,
        title: impl Into<Cow<'static, str>>,
    ) -> Self {
        self.0.kind = uri.into();
        self.0.title = Some(title.into());
        self
    }

    /// Adds a response header.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.0.headers.push((name, value));
        self
    }

    /// Adds a member of its own to the document (RFC 9457 §3.2). A value that JSON cannot hold, and
    /// a name that the standard has taken, are left out.
    #[must_use]
    pub fn member(mut self, name: &str, value: impl Serialize) -> Self {
        let is_standard = ["type", "title", "status", "detail"].contains(&name);
        if let Ok(value) = serde_json::to_value(value)
            && !is_standard
        {
            self.0.members.insert(name.to_owned(), value);
        }
        self
    }

    /// Marks the error as "no credential was presented": an optional dependency is `None` then,
    /// where a credential that is wrong remains an error.
    #[must_use]
    pub fn nothing_presented(mut self) -> Self {
        self.0.nothing_presented = true;
        self
    }

    /// The status of the answer.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.0.status
    }
}

impl fmt::Debug for HttpError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("HttpError")
            .field("status", &self.0.status)
            .field("detail", &self.0.detail)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for HttpError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.0.status, self.0.detail)
    }
}

impl std::error::Error for HttpError {}

impl From<StatusCode> for HttpError {
    fn from(status: StatusCode) -> Self {
        Self::new(status)
    }
}

impl IntoResponse for HttpError {
    fn into_response(self) -> Response {
        let problem = *self.0;
        let mut response = (problem.status, problem.document()).into_response();

        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, PROBLEM_JSON);
        if problem.status == StatusCode::UNAUTHORIZED {
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        }
        for (name, value) in problem.headers {
            headers.append(name, value);
        }
        if problem.nothing_presented {
            response.extensions_mut().insert(NothingPresented);
        }
        response
    }
}

impl Problem {
    /// The document as JSON text.
    fn document(&self) -> String {
        let document = Document {
            kind: &self.kind,
            title: self.title.as_deref().or(self.status.canonical_reason()),
            status: self.status.as_u16(),
            detail: &self.detail,
            members: &self.members,
        };
        // Strings, a number and values that are JSON already: there is nothing in it to fail.
        serde_json::to_string(&document).unwrap_or_default()
    }
}

#[derive(Serialize)]
struct Document<'a> {
    #[serde(rename = "type")]
    kind: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    status: u16,
    detail: &'a str,
    #[serde(flatten)]
    members: &'a Map<String, Value>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_document_has_the_members_of_rfc_9457_and_the_clients_own() {
        let error = HttpError::new(StatusCode::CONFLICT)
            .detail("taken")
            .member("field", "username")
            .member("status", 200);

        assert_eq!(
            error.0.document(),
            r#"{"type":"about:blank","title":"Conflict","status":409,"detail":"taken","field":"username"}"#
        );
    }

    #[test]
    fn a_401_is_not_stored() {
        let response = HttpError::new(StatusCode::UNAUTHORIZED).into_response();
        assert_eq!(response.headers()[header::CACHE_CONTROL], "no-store");
        assert_eq!(
            response.headers()[header::CONTENT_TYPE],
            "application/problem+json"
        );
    }
}
