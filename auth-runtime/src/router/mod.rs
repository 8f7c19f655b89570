//! `ApiRouter`: a prefix with tags, dependencies and routes.
//!
//! [`methods`] turns handlers into routes, [`tree`] walks a router and its children with what each inherits
//! (a [`scope`]), [`mistake`] names what can be wrong, [`build`] makes the axum router. [`region`] decides
//! whose dependencies guard the paths that no route answers, [`coverage`] finds these paths. [`guarded`] runs
//! for each request, [`path`] chooses the endpoint by the method, [`endpoint`] answers, [`guard`] is a
//! dependency of unknown type, [`mount`] an external service, [`table`] the list of all routes, [`template`]
//! the syntax of paths, [`parameters`] compares paths with what is extracted from them, [`documented`]
//! collects what documentation needs to know, [`cors`] builds the layer of that name, [`declared`] checks what
//! it exposes.

mod build;
mod cors;
mod coverage;
mod declared;
#[cfg(feature = "openapi")]
mod documented;
mod endpoint;
mod guard;
mod guarded;
mod methods;
mod mistake;
mod mount;
mod parameters;
mod path;
mod region;
mod scope;
mod table;
mod template;
mod tree;

use std::convert::Infallible;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::Request;
use axum::response::IntoResponse;
use axum::routing::Route;
use tower::{Layer, Service};

use crate::cors::Cors;
use crate::dependency::{Dependency, IntoDependency};
#[cfg(feature = "openapi")]
use crate::openapi::Declarations;
use crate::overrides::Overrides;
use crate::watch::Watch;
use guard::Guard;
use mount::Mounted;
use scope::Labels;

pub use methods::{
    Declared, MethodRouter, any, connect, delete, get, head, on, options, patch, post, put, trace,
};
pub use mistake::{BuildError, Mistake};
pub use table::{PublicSurfaceError, RouteInfo, RouteTable};

/// A layer, applied to one route at a time.
type LayerFn<S> =
    Arc<dyn Fn(axum::routing::MethodRouter<S>) -> axum::routing::MethodRouter<S> + Send + Sync>;

/// Routes under a prefix, with the tags and dependencies that they share: FastAPI's
/// `APIRouter(prefix=, tags=, dependencies=[…])`.
///
#[doc = include_str!("../../docs/api_router.md")]
pub struct ApiRouter<S = ()> {
    prefix: String,
    labels: Labels,
    guards: Vec<Arc<dyn Guard<S>>>,
    layers: Vec<LayerFn<S>>,
    nodes: Vec<Node<S>>,
    overrides: Option<Overrides<S>>,
    cors: Option<Cors>,
    watch: Watch,
    #[cfg(feature = "openapi")]
    declarations: Box<Declarations>,
}

/// What a router holds.
enum Node<S> {
    Route {
        path: String,
        methods: MethodRouter<S>,
    },
    Child(Box<ApiRouter<S>>),
    Mount {
        path: String,
        service: Mounted,
        public: bool,
    },
}

impl<S> ApiRouter<S>
where
    S: Clone + Send + Sync + 'static,
{
    /// A router with this prefix: `""`, or a path that starts with `/` and does not end with one. The
    /// prefix may have parameters (`/orgs/{org}`), which its dependencies can extract too.
    #[must_use]
    pub fn new(prefix: impl Into<String>) -> Self {
        Self {
            prefix: prefix.into(),
            labels: Labels::default(),
            guards: Vec::new(),
            layers: Vec::new(),
            nodes: Vec::new(),
            overrides: None,
            cors: None,
            watch: Watch::IDLE,
            #[cfg(feature = "openapi")]
            declarations: Box::default(),
        }
    }

    /// Answers a panic of a dependency, a handler or a mounted service under the prefix with a 500
    /// problem document. Dependencies' earlier edits are applied to it, and hooks run: a transaction is
    /// rolled back, and the next token is not lost. A hook that panics is like one that returns a 500: the
    /// remaining hooks run on it. Without this, a panic ends the request without a response, unless a layer
    /// creates one, which does not know the edits.
    ///
    /// ```
    /// # use auth_runtime::prelude::*;
    /// # #[dependency(sets("refreshtoken"))]
    /// # async fn check_auth(response: &mut ResponseEdits) -> Result<(), HttpError> {
    /// #     Ok(response.set_default("refreshtoken", "next")?)
    /// # }
    /// #[depends(check_auth)]
    /// async fn divide() -> String {
    ///     let parts: Vec<u32> = Vec::new();
    ///     (100 / parts.len()).to_string()
    /// }
    ///
    /// let api = ApiRouter::<()>::new("").catch_panics().route("/divide", get(divide));
    /// # api.build()?;
    /// # Ok::<(), auth_runtime::BuildError>(())
    /// ```
    #[must_use]
    pub fn catch_panics(mut self) -> Self {
        self.watch.catches_panics = true;
        self
    }

    /// Answers with a 504 problem document if a response under the prefix is not there in time. What is late
    /// is dropped: a dependency, an extractor that reads the body, a handler, or a mounted service. Earlier
    /// edits are applied to the 504, and hooks run, each for as long at most: a late hook is like one that
    /// returns a 504. A response is there when its head is: a stream may take longer. The timeout of an inner
    /// router replaces that of an outer one.
    ///
    /// tower-http's `TimeoutLayer` answers without the edits. The time is measured by tokio's timer, which
    /// the runtime must have enabled, as `#[tokio::main]` does.
    ///
    /// ```
    /// # use std::time::Duration;
    /// # use auth_runtime::prelude::*;
    /// let files = ApiRouter::<()>::new("/files").timeout(Duration::from_secs(300));
    /// let api = ApiRouter::new("").timeout(Duration::from_secs(30)).include(files);
    /// # api.build()?;
    /// # Ok::<(), auth_runtime::BuildError>(())
    /// ```
    #[must_use]
    #[doc(alias = "deadline")]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.watch.timeout = Some(timeout);
        self
    }

    /// Adds a tag to every operation under the prefix; an outer router's tags come first.
    #[must_use]
    #[doc(alias = "tags")]
    pub fn tag(mut self, tag: &'static str) -> Self {
        self.labels.tags.push(tag);
        self
    }

    /// Adds a dependency to everything under the prefix: routes, children and mounted services,
    /// whether they were added before or after, and paths that do not exist. Only `#[public]` handlers and
    /// [publicly mounted](Self::mount_public) services skip it.
    ///
    /// It takes a dependency by name (`check_auth`) or by value (`Can(Permission::UsersRead)`).
    #[must_use]
    #[doc(alias("dependencies", "dependency"))]
    pub fn depends<D, K>(mut self, dependency: D) -> Self
    where
        D: IntoDependency<K>,
        D::Dependency: Dependency<S>,
    {
        self.guards.push(Arc::new(dependency.into_dependency()));
        self
    }

    /// Adds a route: a path below the prefix (`"/"` is the prefix itself) and the handlers that answer there.
    #[must_use]
    pub fn route(mut self, path: impl Into<String>, methods: MethodRouter<S>) -> Self {
        self.nodes.push(Node::Route {
            path: path.into(),
            methods,
        });
        self
    }

    /// Adds a router below this one: it inherits this one's prefix, tags and dependencies. You can include
    /// the same child more than once, also in other routers.
    ///
    /// ```
    /// # use auth_runtime::prelude::*;
    /// # #[dependency(errors(401))]
    /// # async fn check_auth() -> Result<(), HttpError> { Ok(()) }
    /// # #[dependency(errors(403))]
    /// # async fn is_admin() -> Result<(), HttpError> { Ok(()) }
    /// # #[depends]
    /// # async fn list() {}
    /// let notes = ApiRouter::<()>::new("/notes").tag("notes").route("/", get(list));
    /// let api = ApiRouter::new("")
    ///     .depends(check_auth)
    ///     .include(ApiRouter::new("/me").include(notes.clone()))
    ///     .include(ApiRouter::new("/admin").depends(is_admin).include(notes));
    /// # api.build()?;
    /// # Ok::<(), auth_runtime::BuildError>(())
    /// ```
    #[must_use]
    #[doc(alias("include_router", "merge", "nest"))]
    pub fn include(mut self, child: Self) -> Self {
        self.nodes.push(Node::Child(Box::new(child)));
        self
    }

    /// Serves everything at and below `path` with `service`: a plain axum router that has its state,
    /// static files, or any `tower` service that does not fail. It is guarded like a route, for every
    /// method, and sees only the rest of the path. Dependencies' edits are applied to its responses, even
    /// to a stream or a `101`. It shares no values with what guards it: a dependency that its own handlers name, too,
    /// runs a second time.
    ///
    /// ```
    /// # use auth_runtime::prelude::*;
    /// # #[dependency(errors(401))]
    /// # async fn check_auth() -> Result<(), HttpError> { Ok(()) }
    /// let legacy = axum::Router::new().route("/report", axum::routing::get(async || "as ever"));
    /// let api = ApiRouter::<()>::new("").depends(check_auth).mount("/legacy", legacy);
    /// # api.build()?;
    /// # Ok::<(), auth_runtime::BuildError>(())
    /// ```
    #[must_use]
    pub fn mount<T>(self, path: impl Into<String>, service: T) -> Self
    where
        T: Service<Request, Error = Infallible> + Clone + Send + Sync + 'static,
        T::Response: IntoResponse,
        T::Future: Send + 'static,
    {
        self.mounted(path.into(), service, false)
    }

    /// Like [`mount`](Self::mount), but skips all inherited dependencies: `#[public]` for a service.
    #[must_use]
    pub fn mount_public<T>(self, path: impl Into<String>, service: T) -> Self
    where
        T: Service<Request, Error = Infallible> + Clone + Send + Sync + 'static,
        T::Response: IntoResponse,
        T::Future: Send + 'static,
    {
        self.mounted(path.into(), service, true)
    }

    fn mounted<T>(mut self, path: String, service: T, public: bool) -> Self
    where
        T: Service<Request, Error = Infallible> + Clone + Send + Sync + 'static,
        T::Response: IntoResponse,
        T::Future: Send + 'static,
    {
        self.nodes.push(Node::Mount {
            path,
            service: Mounted::new(service),
            public,
        });
        self
    }

    /// Wraps everything under the prefix in a `tower` layer, outside all dependencies; the layer added
    /// last is the outermost. A layer also sees public handlers, mounted services and refusals, but not a
    /// path that nothing guards and no route answers: that one is left to the application.
    ///
    /// ```
    /// # use auth_runtime::prelude::*;
    /// # use axum::Extension;
    /// # #[derive(Clone)]
    /// # struct Tenant(&'static str);
    /// # #[dependency]
    /// # async fn tenant(Extension(tenant): Extension<Tenant>) -> Tenant { tenant }
    /// # #[depends]
    /// # async fn show(#[depends(tenant)] Tenant(name): Tenant) -> &'static str { name }
    /// let api = ApiRouter::<()>::new("").route("/", get(show)).layer(Extension(Tenant("acme")));
    /// # api.build()?;
    /// # Ok::<(), auth_runtime::BuildError>(())
    /// ```
    #[must_use]
    #[doc(alias("route_layer", "add_middleware"))]
    pub fn layer<L>(mut self, layer: L) -> Self
    where
        L: Layer<Route> + Clone + Send + Sync + 'static,
        L::Service: Service<Request> + Clone + Send + Sync + 'static,
        <L::Service as Service<Request>>::Response: IntoResponse + 'static,
        <L::Service as Service<Request>>::Error: Into<Infallible> + 'static,
        <L::Service as Service<Request>>::Future: Send + 'static,
    {
        self.layers
            .push(Arc::new(move |route| route.layer(layer.clone())));
        self
    }

    /// Marks every operation under the prefix as deprecated.
    #[must_use]
    pub fn deprecated(mut self) -> Self {
        self.labels.deprecated = true;
        self
    }

    /// Leaves every operation under the prefix out of the documentation.
    #[must_use]
    pub fn hidden(mut self) -> Self {
        self.labels.hidden = true;
        self
    }

    /// Replaces dependencies in this router and everything below it; for tests. An outer router's
    /// overrides win. [`Overrides`] shows how.
    #[must_use]
    #[doc(alias = "dependency_overrides")]
    pub fn overrides(mut self, overrides: Overrides<S>) -> Self {
        self.overrides = Some(overrides);
        self
    }

    /// Every route with its tags and dependencies: the audit table.
    #[must_use]
    pub fn routes(&self) -> RouteTable {
        table::of(self)
    }

    /// Builds the axum router.
    ///
    /// # Errors
    ///
    /// All mistakes at once: a route that nothing guards, a dependency whose `bool` is ignored, routes that
    /// collide, malformed paths, an override that nothing uses.
    pub fn build(self) -> Result<axum::Router<S>, BuildError> {
        build::build(&self)
    }
}

impl<S> Clone for ApiRouter<S> {
    fn clone(&self) -> Self {
        Self {
            prefix: self.prefix.clone(),
            labels: self.labels.clone(),
            guards: self.guards.clone(),
            layers: self.layers.clone(),
            nodes: self.nodes.clone(),
            overrides: self.overrides.clone(),
            cors: self.cors.clone(),
            watch: self.watch,
            #[cfg(feature = "openapi")]
            declarations: self.declarations.clone(),
        }
    }
}

impl<S> fmt::Debug for ApiRouter<S> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ApiRouter")
            .field("prefix", &self.prefix)
            .field("tags", &self.labels.tags)
            .field("nodes", &self.nodes.len())
            .finish_non_exhaustive()
    }
}

impl<S> Clone for Node<S> {
    fn clone(&self) -> Self {
        match self {
            Self::Route { path, methods } => Self::Route {
                path: path.clone(),
                methods: methods.clone(),
            },
            Self::Child(child) => Self::Child(child.clone()),
            Self::Mount {
                path,
                service,
                public,
            } => Self::Mount {
                path: path.clone(),
                service: service.clone(),
                public: *public,
            },
        }
    }
}
