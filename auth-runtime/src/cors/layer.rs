//! The layer that answers preflights and tells browsers what a page may read.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use http::header::{
    ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE,
    ACCESS_CONTROL_REQUEST_HEADERS, ACCESS_CONTROL_REQUEST_METHOD, ORIGIN, VARY,
};
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode};
use tower::{Layer, Service};

/// What is allowed, and for which origins.
#[derive(Debug)]
pub(super) struct Policy {
    pub(super) any_origin: bool,
    pub(super) origins: Vec<HeaderValue>,
    pub(super) credentials: bool,
    pub(super) exposed: Option<HeaderValue>,
    pub(super) max_age: Option<HeaderValue>,
}

impl Policy {
    /// The value of `Access-Control-Allow-Origin`, for an origin that is allowed.
    fn allow_origin(&self, request: &HeaderMap) -> Option<HeaderValue> {
        let origin = request.get(ORIGIN)?;
        if self.any_origin {
            return Some(HeaderValue::from_static("*"));
        }
        self.origins.contains(origin).then(|| origin.clone())
    }

    /// The headers of every response to a page of an allowed origin.
    fn allow(&self, origin: Option<HeaderValue>, response: &mut HeaderMap) -> bool {
        let Some(origin) = origin else {
            return false;
        };
        response.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        if self.credentials {
            response.insert(
                ACCESS_CONTROL_ALLOW_CREDENTIALS,
                HeaderValue::from_static("true"),
            );
        }
        true
    }

    /// The answer to a preflight: either everything that it asks for is allowed, or nothing.
    fn answer_preflight(&self, request: &HeaderMap, response: &mut HeaderMap) {
        let varies = "origin, access-control-request-method, access-control-request-headers";
        response.insert(VARY, HeaderValue::from_static(varies));
        if !self.allow(self.allow_origin(request), response) {
            return;
        }
        for (asked, allowed) in [
            (ACCESS_CONTROL_REQUEST_METHOD, ACCESS_CONTROL_ALLOW_METHODS),
            (ACCESS_CONTROL_REQUEST_HEADERS, ACCESS_CONTROL_ALLOW_HEADERS),
        ] {
            if let Some(value) = request.get(asked) {
                response.insert(allowed, value.clone());
            }
        }
        if let Some(age) = &self.max_age {
            response.insert(ACCESS_CONTROL_MAX_AGE, age.clone());
        }
    }

    /// Adds the headers of a response to any other request, whatever produced that response.
    fn complete(&self, origin: Option<HeaderValue>, response: &mut HeaderMap) {
        // Not `insert`, because the response may vary with other headers, too.
        if !varies_with_origin(response) {
            response.append(VARY, HeaderValue::from_static("origin"));
        }
        if self.allow(origin, response)
            && let Some(exposed) = &self.exposed
        {
            response.insert(ACCESS_CONTROL_EXPOSE_HEADERS, exposed.clone());
        }
    }
}

fn varies_with_origin(response: &HeaderMap) -> bool {
    let values = response.get_all(VARY).into_iter();
    let mut names = values.flat_map(|value| value.as_bytes().split(|byte| *byte == b','));
    names.any(|name| name.trim_ascii().eq_ignore_ascii_case(b"origin"))
}

/// An `OPTIONS` request with which a browser asks before it sends another one
/// ([Fetch](https://fetch.spec.whatwg.org/#cors-preflight-request)).
fn is_preflight<B>(request: &Request<B>) -> bool {
    request.method() == Method::OPTIONS
        && request.headers().contains_key(ORIGIN)
        && request
            .headers()
            .contains_key(ACCESS_CONTROL_REQUEST_METHOD)
}

/// A layer that lets pages of other origins call the application; made by
/// [`ApiRouter::cors_layer`](crate::ApiRouter::cors_layer).
#[derive(Debug, Clone)]
pub struct CorsLayer(Arc<Policy>);

impl CorsLayer {
    pub(super) fn new(policy: Policy) -> Self {
        Self(Arc::new(policy))
    }
}

impl<T> Layer<T> for CorsLayer {
    type Service = CorsService<T>;

    fn layer(&self, service: T) -> CorsService<T> {
        CorsService {
            service,
            policy: Arc::clone(&self.0),
        }
    }
}

/// A service behind a [`CorsLayer`].
#[derive(Debug, Clone)]
pub struct CorsService<T> {
    service: T,
    policy: Arc<Policy>,
}

impl<T, B, R> Service<Request<B>> for CorsService<T>
where
    T: Service<Request<B>, Response = Response<R>>,
    T::Future: Send + 'static,
    T::Error: Send + 'static,
    R: Default + Send + 'static,
{
    type Response = Response<R>;
    type Error = T::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Response<R>, T::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), T::Error>> {
        self.service.poll_ready(context)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        if is_preflight(&request) {
            let mut response = Response::new(R::default());
            *response.status_mut() = StatusCode::NO_CONTENT;
            self.policy
                .answer_preflight(request.headers(), response.headers_mut());
            return Box::pin(std::future::ready(Ok(response)));
        }
        let policy = Arc::clone(&self.policy);
        let origin = policy.allow_origin(request.headers());
        let answer = self.service.call(request);
        Box::pin(async move {
            let mut response = answer.await?;
            policy.complete(origin, response.headers_mut());
            Ok(response)
        })
    }
}
