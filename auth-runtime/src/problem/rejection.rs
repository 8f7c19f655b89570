//! `Rejection`: what ends a request early.

use std::fmt;

use axum::response::{IntoResponse, Response};
use http::{HeaderName, StatusCode, header};

use super::{HttpError, NothingPresented, PROBLEM_JSON};

/// The response that ends a request before its handler: what a dependency's `Err` and an
/// extractor's rejection become.
///
/// `?` makes one of every error that is [`IntoResponse`].
pub struct Rejection(Box<Response>);

impl Rejection {
    /// Makes a rejection of what an extractor answered: an error that is no problem document yet
    /// becomes one. It keeps its status, and loses its body, which may echo what the client sent.
    pub(crate) fn from_extractor(rejection: impl IntoResponse) -> Self {
        let response = rejection.into_response();
        let status = response.status();
        let is_error = status.is_client_error() || status.is_server_error();
        if !is_error || is_problem(&response) {
            return Self(Box::new(response));
        }
        tracing::debug!(%status, "an extractor rejected the request");
        Self(Box::new(problem_in_place_of(response)))
    }

    /// The response that the client gets.
    #[must_use]
    pub fn into_response(self) -> Response {
        *self.0
    }

    /// The status of the response.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.0.status()
    }

    /// Whether it says that no credential was presented
    /// ([`HttpError::nothing_presented`]).
    #[must_use]
    pub fn is_nothing_presented(&self) -> bool {
        self.0.extensions().get::<NothingPresented>().is_some()
    }
}

/// Whether the response is a problem document already, whatever parameters its media type has.
fn is_problem(response: &Response) -> bool {
    let content_type = response.headers().get(header::CONTENT_TYPE);
    let essence = content_type
        .and_then(|value| value.as_bytes().split(|byte| *byte == b';').next())
        .map(<[u8]>::trim_ascii);
    essence.is_some_and(|essence| essence.eq_ignore_ascii_case(PROBLEM_JSON.as_bytes()))
}

/// A problem document of the same status and with the same headers, but for those of the body.
fn problem_in_place_of(response: Response) -> Response {
    let (parts, _body) = response.into_parts();
    let kept = parts
        .headers
        .iter()
        .filter(|(name, _)| !OF_A_BODY.contains(name));
    let error = kept.fold(HttpError::new(parts.status), |error, (name, value)| {
        error.header(name.clone(), value.clone())
    });

    let mut problem = error.into_response();
    *problem.extensions_mut() = parts.extensions;
    problem
}

/// What speaks of a body that is not sent, beside what [`HttpError::header`] leaves out (RFC 9110 §8).
const OF_A_BODY: [HeaderName; 7] = [
    header::ACCEPT_RANGES,
    header::CONTENT_DISPOSITION,
    header::CONTENT_LANGUAGE,
    header::CONTENT_LOCATION,
    header::CONTENT_RANGE,
    header::ETAG,
    header::LAST_MODIFIED,
];

impl<E: IntoResponse> From<E> for Rejection {
    fn from(error: E) -> Self {
        Self(Box::new(error.into_response()))
    }
}

impl fmt::Debug for Rejection {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_tuple("Rejection")
            .field(&self.status())
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is left of an extractor's answer of this media type.
    fn kept(content_type: &'static str) -> bool {
        let rejection = (
            StatusCode::BAD_REQUEST,
            [
                (header::CONTENT_TYPE, content_type),
                (header::ETAG, "\"1\""),
            ],
        );
        let response = Rejection::from_extractor(rejection).into_response();
        assert_eq!(response.status(), StatusCode::BAD_REQUEST);
        response.headers().contains_key(header::ETAG)
    }

    #[test]
    fn a_problem_document_is_known_by_its_media_type() {
        assert!(kept("application/problem+json"));
        assert!(kept("APPLICATION/PROBLEM+JSON ; charset=utf-8"));
        for other in [
            "",
            "application/json",
            "application/problem+jsonp",
            "x; application/problem+json",
        ] {
            assert!(!kept(other), "{other}");
        }
    }

    #[test]
    fn an_extractor_that_found_nothing_presented_still_says_so() {
        let nothing = HttpError::new(StatusCode::UNAUTHORIZED).nothing_presented();
        assert!(Rejection::from_extractor(nothing).is_nothing_presented());
        let wrong = HttpError::new(StatusCode::UNAUTHORIZED);
        assert!(!Rejection::from_extractor(wrong).is_nothing_presented());
    }
}
