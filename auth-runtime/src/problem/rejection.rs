//! `Rejection`: what ends a request early, or replaces its response.

use std::any::type_name;
use std::fmt;

use axum::body::HttpBody;
use axum::response::{IntoResponse, Response};
use http::{HeaderName, StatusCode, header};

use super::{HttpError, NothingPresented, PROBLEM_JSON};

/// The response that ends a request before its handler, or replaces the handler's: what a dependency's
/// `Err`, an extractor's rejection and a hook's `Err` become.
///
/// `?` converts every error that is [`IntoResponse`]. An error status without a body, such as
/// [`StatusCode`] alone, gets a problem document; every other error is sent unchanged.
pub struct Rejection(Box<Response>);

impl Rejection {
    /// Converts the rejection of the extractor `T`: an error that is not a problem document yet becomes one. It
    /// keeps its status, and loses its body, which may echo what the client sent.
    pub(crate) fn from_extractor<T>(rejection: impl IntoResponse) -> Self {
        let mut response = rejection.into_response();
        if !is_error(&response) || is_problem(&response) {
            return Self(Box::new(response));
        }
        log(type_name::<T>(), response.status());
        for name in OF_A_BODY {
            response.headers_mut().remove(name);
        }
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

    /// Whether the response reports that no credential was presented
    /// ([`HttpError::nothing_presented`]).
    #[must_use]
    pub fn is_nothing_presented(&self) -> bool {
        self.0.extensions().get::<NothingPresented>().is_some()
    }
}

/// What the client is not told: whose fault it was. A 500 is the application's, which lacks what the extractor
/// looks for: an `Extension` that no layer sets, say.
fn log(extractor: &str, status: StatusCode) {
    if status.is_server_error() {
        tracing::error!(extractor, %status, "an extractor failed");
    } else {
        tracing::debug!(extractor, %status, "an extractor rejected the request");
    }
}

fn is_error(response: &Response) -> bool {
    response.status().is_client_error() || response.status().is_server_error()
}

/// Whether the response is already a problem document, with any parameters of its media type.
fn is_problem(response: &Response) -> bool {
    let content_type = response.headers().get(header::CONTENT_TYPE);
    let essence = content_type
        .and_then(|value| value.as_bytes().split(|byte| *byte == b';').next())
        .map(<[u8]>::trim_ascii);
    essence.is_some_and(|essence| essence.eq_ignore_ascii_case(PROBLEM_JSON.as_bytes()))
}

/// A problem document with the same status and the same headers.
fn problem_in_place_of(response: Response) -> Response {
    let (parts, _body) = response.into_parts();
    let bare = HttpError::new(parts.status);
    let error = parts.headers.iter().fold(bare, |error, (name, value)| {
        error.header(name.clone(), value.clone())
    });

    let mut problem = error.into_response();
    *problem.extensions_mut() = parts.extensions;
    problem
}

/// Headers about the body that is dropped, in addition to those that [`HttpError::header`] refuses (RFC 9110
/// §8).
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
    /// The error as its author wrote it; a bare status, which explains nothing, becomes a problem document.
    fn from(error: E) -> Self {
        let response = error.into_response();
        if is_error(&response) && response.body().is_end_stream() {
            return Self(Box::new(problem_in_place_of(response)));
        }
        Self(Box::new(response))
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

    /// Whether an extractor's rejection with this media type is left unchanged.
    fn kept(content_type: &'static str) -> bool {
        let rejection = (
            StatusCode::BAD_REQUEST,
            [
                (header::CONTENT_TYPE, content_type),
                (header::ETAG, "\"1\""),
            ],
        );
        let response = Rejection::from_extractor::<()>(rejection).into_response();
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
        assert!(Rejection::from_extractor::<()>(nothing).is_nothing_presented());
        let wrong = HttpError::new(StatusCode::UNAUTHORIZED);
        assert!(!Rejection::from_extractor::<()>(wrong).is_nothing_presented());
    }
}
