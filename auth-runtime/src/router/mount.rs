//! An external service below a guarded path.

use std::convert::Infallible;

use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use http::Uri;
use http::uri::PathAndQuery;
use tower::util::BoxCloneSyncService;
use tower::{Service, ServiceExt};

use super::endpoint::{Answering, AnyEndpoint};
use crate::context::RequestContext;

/// A service of unknown type.
#[derive(Clone)]
pub(super) struct Mounted(BoxCloneSyncService<Request, Response, Infallible>);

impl Mounted {
    pub(super) fn new<T>(service: T) -> Self
    where
        T: Service<Request, Error = Infallible> + Clone + Send + Sync + 'static,
        T::Response: IntoResponse,
        T::Future: Send + 'static,
    {
        Self(BoxCloneSyncService::new(
            service.map_response(IntoResponse::into_response),
        ))
    }
}

/// A mounted service with the depth of its path.
pub(super) struct MountPoint {
    service: Mounted,
    segments: usize,
    public: bool,
}

impl MountPoint {
    /// `service` at `path`, which does not end with a `/`.
    pub(super) fn new(service: Mounted, path: &str, public: bool) -> Self {
        Self {
            service,
            segments: path.matches('/').count(),
            public,
        }
    }
}

impl<S> AnyEndpoint<S> for MountPoint {
    fn answer<'a>(&'a self, context: &'a mut RequestContext, _state: &'a S) -> Answering<'a> {
        Box::pin(async {
            let mut request = context.pass_on();
            *request.uri_mut() = below(request.uri(), self.segments);
            let answer = self.service.clone().0.oneshot(request).await;
            Ok(answer.unwrap_or_else(|never| match never {}))
        })
    }

    fn is_public(&self) -> bool {
        self.public
    }

    fn name(&self) -> &'static str {
        "(mounted)"
    }

    fn is_service(&self) -> bool {
        true
    }
}

/// The URI without its first `segments` segments: the one that a mounted service sees.
fn below(uri: &Uri, segments: usize) -> Uri {
    let path = uri.path();
    let cut = path
        .match_indices('/')
        .nth(segments)
        .map_or(path.len(), |(index, _)| index);
    let rest = path
        .get(cut..)
        .filter(|rest| !rest.is_empty())
        .unwrap_or("/");
    let text = match uri.query() {
        Some(query) => format!("{rest}?{query}"),
        None => rest.to_owned(),
    };

    // A suffix of a valid path is valid. If it ever is not, the service sees the whole path.
    let Ok(path_and_query) = PathAndQuery::try_from(text) else {
        return uri.clone();
    };
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(path_and_query);
    Uri::from_parts(parts).unwrap_or_else(|_| uri.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_sees_the_rest_of_the_path_and_the_query() {
        let below =
            |uri: &'static str, segments| below(&Uri::from_static(uri), segments).to_string();
        assert_eq!(below("/static/app.js?v=1", 1), "/app.js?v=1");
        assert_eq!(below("/orgs/7/files", 2), "/files");
        assert_eq!(below("/static", 1), "/");
        assert_eq!(below("/static/", 1), "/");
        assert_eq!(below("/static?v=1", 1), "/?v=1");
        assert_eq!(below("/static//x", 1), "//x");
        assert_eq!(
            below("http://example.org/static/x", 1),
            "http://example.org/x"
        );
        assert_eq!(below("/whole", 0), "/whole");
    }
}
