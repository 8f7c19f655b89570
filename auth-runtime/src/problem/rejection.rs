//! `Rejection`: what ends a request early.

use std::fmt;

use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};

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
        if !is_error || response.headers().get(header::CONTENT_TYPE) == Some(&PROBLEM_JSON) {
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

/// A problem document of the same status and with the same headers, but for those of the body.
fn problem_in_place_of(response: Response) -> Response {
    let (parts, _body) = response.into_parts();
    let mut problem = HttpError::new(parts.status).into_response();
    *problem.extensions_mut() = parts.extensions;

    let of_the_body = [
        header::CONTENT_TYPE,
        header::CONTENT_LENGTH,
        header::CONTENT_ENCODING,
    ];
    let kept: Vec<_> = parts
        .headers
        .iter()
        .filter(|(name, _)| !of_the_body.contains(name))
        .collect();
    for (name, value) in kept {
        problem
            .headers_mut()
            .append(name, HeaderValue::clone(value));
    }
    problem
}

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
