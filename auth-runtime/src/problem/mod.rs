//! Errors as problem details (RFC 9457).
//!
//! [`HttpError`] is what dependencies and handlers return; [`rejection`] converts the rejections of
//! extractors to the same form; [`sentence`] has the text for each status.

mod rejection;
mod sentence;

use std::borrow::Cow;
use std::fmt;

use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::response::has_content;

pub use rejection::Rejection;

#[cfg(feature = "openapi")]
pub(crate) use sentence::of as sentence_of;

/// The media type of problem details (RFC 9457 §3).
pub(crate) const PROBLEM_JSON: HeaderValue = HeaderValue::from_static("application/problem+json");

/// The headers that describe the document and its length.
const OF_THE_DOCUMENT: [HeaderName; 4] = [
    header::CONTENT_TYPE,
    header::CONTENT_LENGTH,
    header::CONTENT_ENCODING,
    header::TRANSFER_ENCODING,
];

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
/// A 401 says `Cache-Control: no-store` and `WWW-Authenticate: Bearer`, unless a [`header`](Self::header) says
/// something else (RFC 9110 §15.5.2 requires a challenge). A status without content (204, 205, 304) has no document.
///
/// Never put into `detail` what the client sent: a problem document must not echo it.
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

/// Marks a response that means "nothing was presented": an optional dependency must be able to tell this from
/// a wrong credential.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NothingPresented;

impl HttpError {
    /// An error with this status, and the status's usual sentence as `detail`.
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

    /// Says what is wrong in this case, in a sentence for the reader of the error.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<Cow<'static, str>>) -> Self {
        self.0.detail = detail.into();
        self
    }

    /// Names the kind of problem: a URI for `type`, and a `title` that is the same for every
    /// problem of this kind (RFC 9457 §3.1). Without it, they are `about:blank` and the status's
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

    /// Adds a response header. A header that describes the document (`Content-Type`, `Content-Length`,
    /// `Content-Encoding`, `Transfer-Encoding`) is left out.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        if !OF_THE_DOCUMENT.contains(&name) {
            self.0.headers.push((name, value));
        }
        self
    }

    /// Adds an extension member to the document (RFC 9457 §3.2), or its `instance` (§3.1.5). A value that JSON
    /// cannot represent is left out, and so is a member of the document itself: `type`, `title`, `status`, `detail`.
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

    /// Marks the error as "no credential was presented". An optional dependency is then `None`,
    /// whereas a wrong credential remains an error.
    #[must_use]
    pub fn nothing_presented(mut self) -> Self {
        self.0.nothing_presented = true;
        self
    }

    /// The status of the response.
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
        let mut response = problem.bare_response();
        for (name, value) in problem.headers {
            response.headers_mut().append(name, value);
        }
        if problem.status == StatusCode::UNAUTHORIZED {
            complete_401(response.headers_mut());
        }
        if problem.nothing_presented {
            response.extensions_mut().insert(NothingPresented);
        }
        response
    }
}

/// A 401 must not be cached, and requires a challenge (RFC 9110 §15.5.2).
fn complete_401(headers: &mut HeaderMap) {
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    headers
        .entry(header::WWW_AUTHENTICATE)
        .or_insert(HeaderValue::from_static("Bearer"));
}

impl Problem {
    /// The status with its document, if the status allows one.
    fn bare_response(&self) -> Response {
        if !has_content(self.status) {
            return self.status.into_response();
        }
        let content_type = [(header::CONTENT_TYPE, PROBLEM_JSON)];
        (self.status, content_type, self.document()).into_response()
    }

    /// The document as JSON text.
    fn document(&self) -> String {
        let document = Document {
            kind: &self.kind,
            title: self
                .title
                .as_deref()
                .unwrap_or(sentence::title_of(self.status)),
            status: self.status.as_u16(),
            detail: &self.detail,
            members: &self.members,
        };
        // The document consists of strings, a number and JSON values, so serialization cannot fail.
        serde_json::to_string(&document).unwrap_or_default()
    }
}

#[derive(Serialize)]
struct Document<'a> {
    #[serde(rename = "type")]
    kind: &'a str,
    title: &'a str,
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
    fn a_401_is_whole_without_any_header_given() {
        let response = HttpError::new(StatusCode::UNAUTHORIZED).into_response();
        assert_eq!(response.headers()[header::CACHE_CONTROL], "no-store");
        assert_eq!(response.headers()[header::WWW_AUTHENTICATE], "Bearer");
        assert_eq!(response.headers()[header::CONTENT_TYPE], PROBLEM_JSON);
    }

    #[test]
    fn what_json_cannot_hold_is_left_out() {
        let pairs = std::collections::BTreeMap::from([((1, 2), 3)]);
        let error = HttpError::new(StatusCode::CONFLICT).member("pairs", pairs);
        assert!(!error.0.document().contains("pairs"));
    }
}
