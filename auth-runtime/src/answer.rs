//! Responses whose status is part of their type, so that documentation knows it.

use axum::Json;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use serde::Serialize;

use crate::problem::HttpError;
use crate::response::InvalidHeader;

/// A `201 Created` with the new resource as JSON, and its path in `Location` (RFC 9110 §15.3.2).
///
/// ```
/// # use auth_runtime::prelude::*;
/// # use auth_runtime::Created;
/// # #[derive(serde::Serialize)]
/// # struct User { id: u32 }
/// #[public]
/// async fn create_user() -> Created<User> {
///     let user = User { id: 7 };
///     Created::at(format!("/users/{}", user.id), user)
/// }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Created<T> {
    location: Option<String>,
    value: T,
}

impl<T> Created<T> {
    /// The created resource, without a `Location`.
    #[must_use]
    pub fn new(value: T) -> Self {
        Self {
            location: None,
            value,
        }
    }

    /// The created resource and its location: a path, or a complete URI.
    #[must_use]
    pub fn at(location: impl Into<String>, value: T) -> Self {
        Self {
            location: Some(location.into()),
            value,
        }
    }
}

impl<T: Serialize> IntoResponse for Created<T> {
    /// A location that is not a valid header value becomes a 500: the mistake is the server's.
    fn into_response(self) -> Response {
        let mut response = Json(self.value).into_response();
        if response.status() != StatusCode::OK {
            // The content could not be written as JSON.
            return response;
        }
        *response.status_mut() = StatusCode::CREATED;
        if let Some(location) = self.location {
            let Ok(location) = HeaderValue::try_from(location) else {
                return InvalidHeader::Value.into_response();
            };
            response.headers_mut().insert(header::LOCATION, location);
        }
        response
    }
}

/// A `204 No Content`: the request succeeded, and there is nothing to return.
///
/// ```
/// # use auth_runtime::prelude::*;
/// # use auth_runtime::NoContent;
/// #[public]
/// async fn delete_user() -> Result<NoContent, HttpError> {
///     Ok(NoContent)
/// }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoContent;

impl IntoResponse for NoContent {
    fn into_response(self) -> Response {
        StatusCode::NO_CONTENT.into_response()
    }
}

/// A handler's error whose statuses are part of its type. `?` converts everything that becomes an
/// [`HttpError`].
///
/// ```
/// # use auth_runtime::prelude::*;
/// # use auth_runtime::{Created, Refused};
/// # use axum::Json;
/// #[public]
/// async fn create_user(Json(name): Json<String>) -> Result<Created<String>, Refused<409, 422>> {
///     if name.is_empty() {
///         return Err(HttpError::new(StatusCode::UNPROCESSABLE_ENTITY).into());
///     }
///     if name == "admin" {
///         return Err(StatusCode::CONFLICT.into());
///     }
///     Ok(Created::new(name))
/// }
/// ```
///
/// There can be up to six statuses; 0 stands for none. An error with another status is sent unchanged, and a
/// debug build logs that the documentation does not list it.
#[derive(Debug)]
pub struct Refused<
    const A: u16,
    const B: u16 = 0,
    const C: u16 = 0,
    const D: u16 = 0,
    const E: u16 = 0,
    const F: u16 = 0,
>(HttpError);

impl<const A: u16, const B: u16, const C: u16, const D: u16, const E: u16, const F: u16>
    Refused<A, B, C, D, E, F>
{
    /// The statuses that the documentation shows.
    pub(crate) fn statuses() -> impl Iterator<Item = u16> {
        [A, B, C, D, E, F].into_iter().filter(|status| *status != 0)
    }
}

impl<T, const A: u16, const B: u16, const C: u16, const D: u16, const E: u16, const F: u16> From<T>
    for Refused<A, B, C, D, E, F>
where
    T: Into<HttpError>,
{
    fn from(error: T) -> Self {
        Self(error.into())
    }
}

impl<const A: u16, const B: u16, const C: u16, const D: u16, const E: u16, const F: u16>
    IntoResponse for Refused<A, B, C, D, E, F>
{
    fn into_response(self) -> Response {
        let response = self.0.into_response();
        let status = response.status().as_u16();
        if cfg!(debug_assertions) && Self::statuses().all(|listed| listed != status) {
            tracing::warn!(
                status,
                "a handler refused a request with a status that its `Refused<…>` does not list"
            );
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_created_is_told_with_its_path() {
        let response = Created::at("/users/7", 7).into_response();
        assert_eq!(response.status(), StatusCode::CREATED);
        assert_eq!(response.headers()[header::LOCATION], "/users/7");
        assert_eq!(response.headers()[header::CONTENT_TYPE], "application/json");
        let response = Created::new(7).into_response();
        assert!(!response.headers().contains_key(header::LOCATION));
    }

    #[test]
    fn a_path_that_splits_the_response_is_a_500() {
        let response = Created::at("/users/7\r\nx: y", 7).into_response();
        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert!(!response.headers().contains_key("x"));
    }

    #[test]
    fn a_refusal_is_the_error_and_lists_its_statuses() {
        type NoUser = Refused<404, 503>;
        let response = NoUser::from(StatusCode::NOT_FOUND).into_response();
        assert_eq!(response.status(), StatusCode::NOT_FOUND);
        assert_eq!(
            response.headers()[header::CONTENT_TYPE],
            "application/problem+json"
        );
        assert!(NoUser::statuses().eq([404, 503]));
    }

    #[test]
    fn no_content_is_none() {
        let response = NoContent.into_response();
        assert_eq!(response.status(), StatusCode::NO_CONTENT);
        assert!(response.headers().is_empty());
    }
}
