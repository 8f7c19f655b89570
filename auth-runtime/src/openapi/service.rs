//! The document and Swagger UI as services to mount: everything comes from the binary itself.

use std::borrow::Cow;
use std::convert::Infallible;
use std::future::{Ready, ready};
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes};
use axum::extract::{OriginalUri, Request};
use axum::response::{IntoResponse, Response};
use http::{HeaderName, HeaderValue, Method, StatusCode, header};
use tower::Service;
use utoipa::openapi::OpenApi;
use utoipa_swagger_ui::Config;

use super::policy;
use crate::problem::HttpError;

/// The page. It contains no inline script.
const PAGE: &str = include_str!("page.html");

/// Starts Swagger UI.
const INITIALIZER: &str = include_str!("initializer.js");

/// Serves the document as JSON: `/openapi.json`.
///
/// ```
/// # use auth_runtime::prelude::*;
/// use auth_runtime::openapi::Document;
///
/// # fn api() -> ApiRouter<()> { ApiRouter::new("") }
/// let document = api().openapi("Admin", "1.0.0");
/// let app: axum::Router = api()
///     .mount_public("/openapi.json", Document::new(&document))
///     .build()?;
/// # Ok::<(), auth_runtime::BuildError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Document(Bytes);

impl Document {
    /// Serves `document`.
    #[must_use]
    pub fn new(document: &OpenApi) -> Self {
        Self(json(document))
    }

    fn answer(&self, path: &str) -> Result<Response, HttpError> {
        match path {
            "/" => Ok(answer("application/json", self.0.clone())),
            _ => Err(HttpError::new(StatusCode::NOT_FOUND)),
        }
    }
}

/// Serves [Swagger UI](https://swagger.io/tools/swagger-ui/) with the document: `/docs`.
///
/// Nothing is loaded from elsewhere, and the page's `Content-Security-Policy` enforces that: scripts
/// come from this service, and requests go to the same origin and to those that the document names as
/// servers or for tokens. Authorize works with OAuth 2.0's password flow, with bearer tokens, Basic
/// and API keys; the browser forgets the credentials when the user leaves the page.
///
/// Mount it with `.mount_public`, or with `.mount` behind dependencies with which a browser can
/// authenticate when it opens a page, such as Basic or a cookie.
///
/// ```
/// # use auth_runtime::prelude::*;
/// use auth_runtime::openapi::SwaggerUi;
///
/// # fn api() -> ApiRouter<()> { ApiRouter::new("") }
/// let document = api().openapi("Admin", "1.0.0");
/// let app: axum::Router = api()
///     .mount_public("/docs", SwaggerUi::new(&document))
///     .build()?;
/// # Ok::<(), auth_runtime::BuildError>(())
/// ```
#[derive(Debug, Clone)]
pub struct SwaggerUi {
    document: Bytes,
    policy: HeaderValue,
}

impl SwaggerUi {
    /// Serves the page for `document`.
    #[must_use]
    pub fn new(document: &OpenApi) -> Self {
        Self {
            document: json(document),
            policy: policy::of(document),
        }
    }

    fn answer(&self, path: &str, shown: &str) -> Result<Response, HttpError> {
        let mut response = match path {
            "/" => answer("text/html; charset=utf-8", page(shown).into()),
            "/openapi.json" => answer("application/json", self.document.clone()),
            "/initializer.js" => answer("text/javascript; charset=utf-8", INITIALIZER.into()),
            path => asset(path)?,
        };
        let policy = self.policy.clone();
        response
            .headers_mut()
            .insert(header::CONTENT_SECURITY_POLICY, policy);
        Ok(response)
    }
}

/// The page, with links relative to the path at which it is `shown`, which may or may not end with a slash.
fn page(shown: &str) -> String {
    let last = shown.rsplit('/').next().unwrap_or_default();
    let is_segment =
        |character: char| character.is_ascii_alphanumeric() || "-._~%".contains(character);
    let base = match last {
        "" => String::new(),
        last if last.chars().all(is_segment) => format!("./{last}/"),
        _ => return PAGE.replace("{base}", ""),
    };
    PAGE.replace("{base}", &base)
}

/// A file of Swagger UI, except its own page, which contains an inline script.
fn asset(path: &str) -> Result<Response, HttpError> {
    let not_found = || HttpError::new(StatusCode::NOT_FOUND);
    let name = path.trim_start_matches('/');
    if name.is_empty() || name == "index.html" || name == "swagger-initializer.js" {
        return Err(not_found());
    }
    let config = Arc::new(Config::default());
    let file = utoipa_swagger_ui::serve(name, config)
        .ok()
        .flatten()
        .ok_or_else(not_found)?;
    let content = match file.bytes {
        Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        Cow::Owned(bytes) => bytes.into(),
    };
    let mut response = answer(&file.content_type, content);
    // The file changes only with the binary, and may be guarded.
    let cached = HeaderValue::from_static("private, max-age=3600");
    response.headers_mut().insert(header::CACHE_CONTROL, cached);
    Ok(response)
}

fn answer(content_type: &str, content: Bytes) -> Response {
    let mut response = Body::from(content).into_response();
    let headers = response.headers_mut();
    if let Ok(content_type) = HeaderValue::try_from(content_type) {
        headers.insert(header::CONTENT_TYPE, content_type);
    }
    headers.extend(HARDENING.map(|(name, value)| (name, HeaderValue::from_static(value))));
    response
}

const HARDENING: [(HeaderName, &str); 3] = [
    (header::CACHE_CONTROL, "no-cache"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
];

fn json(document: &OpenApi) -> Bytes {
    // The document consists of strings, numbers and JSON values, so serialization cannot fail.
    document.to_json().unwrap_or_default().into()
}

/// Both services answer `GET` and `HEAD`, and see only the rest of the path.
macro_rules! services {
    ($($service:ident |$self:ident, $path:ident, $shown:ident| $answer:expr;)*) => {$(
        impl Service<Request> for $service {
            type Response = Response;
            type Error = Infallible;
            type Future = Ready<Result<Response, Infallible>>;

            fn poll_ready(&mut self, _context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
                Poll::Ready(Ok(()))
            }

            fn call(&mut self, request: Request) -> Self::Future {
                let $self = &*self;
                let answer = read(&request, |$path, $shown| $answer);
                ready(Ok(answer.unwrap_or_else(IntoResponse::into_response)))
            }
        }
    )*};
}

services! {
    Document |service, path, _shown| service.answer(path);
    SwaggerUi |service, path, shown| service.answer(path, shown);
}

/// Reads what is requested: the path below the service, and the path that the browser shows.
fn read(
    request: &Request,
    answer: impl FnOnce(&str, &str) -> Result<Response, HttpError>,
) -> Result<Response, HttpError> {
    if ![Method::GET, Method::HEAD].contains(request.method()) {
        let allow = HeaderValue::from_static("GET,HEAD");
        return Err(HttpError::new(StatusCode::METHOD_NOT_ALLOWED).header(header::ALLOW, allow));
    }
    let original = request.extensions().get::<OriginalUri>();
    let shown = original.map_or(request.uri(), |original| &original.0);
    answer(request.uri().path(), shown.path())
}
