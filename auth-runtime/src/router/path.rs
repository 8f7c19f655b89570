//! Everything that answers at one path: which endpoint a request is for.

use std::sync::Arc;

use axum::extract::Request;
use axum::handler::Handler;
use axum::routing::MethodFilter;
use http::Method;

use super::endpoint::{AnyEndpoint, Refuse, Serving};
use super::guard::Inherited;
use super::guarded::Guarded;
use super::methods::{MethodRouter, Verb};
use super::template::Prefix;
/// An endpoint as it is called: directly, or through layers.
pub(super) enum Target<S> {
    Direct(Guarded<S>),
    Layered(Box<axum::routing::MethodRouter<S>>),
}

impl<S> Target<S>
where
    S: Clone + Send + Sync + 'static,
{
    fn call(&self, request: Request, state: S) -> Serving {
        match self {
            Self::Direct(guarded) => guarded.clone().call(request, state),
            Self::Layered(route) => Box::pin(Handler::call((**route).clone(), request, state)),
        }
    }
}

/// Everything that answers at one path.
pub(super) struct PathTable<S> {
    pub(super) targets: Vec<(Verb, Target<S>)>,
    pub(super) otherwise: Otherwise<S>,
}

/// The refusal of methods that no handler answers. It comes after the dependencies of the region that the
/// request is in. If a template reaches into several regions, each request's path decides.
pub(super) struct Otherwise<S> {
    pub(super) sometimes: Vec<(Prefix, Target<S>)>,
    pub(super) always: Target<S>,
}

impl<S> Otherwise<S> {
    fn find(&self, path: &str) -> &Target<S> {
        self.sometimes
            .iter()
            .find(|(prefix, _)| prefix.matches(path))
            .map_or(&self.always, |(_, target)| target)
    }
}

impl<S> PathTable<S> {
    /// The target for a method: its own, or for `HEAD` that of `GET`, or the one for any method, or a 405.
    fn find(&self, method: &Method, path: &str) -> &Target<S> {
        let or_get = || (method == Method::HEAD).then(|| self.only(&Method::GET));
        self.only(method)
            .or_else(|| or_get().flatten())
            .or_else(|| self.first(|verb| *verb == Verb::Any))
            .unwrap_or_else(|| self.otherwise.find(path))
    }

    fn only(&self, method: &Method) -> Option<&Target<S>> {
        self.first(|verb| matches!(verb, Verb::Only(own) if own == method))
    }

    fn first(&self, is_wanted: impl Fn(&Verb) -> bool) -> Option<&Target<S>> {
        self.targets
            .iter()
            .find(|(verb, _)| is_wanted(verb))
            .map(|(_, target)| target)
    }
}

/// A path of an axum router.
pub(super) struct PathHandler<S>(pub(super) Arc<PathTable<S>>);

impl<S> PathHandler<S>
where
    S: Clone + Send + Sync + 'static,
{
    /// A path outside every `ApiRouter`: there is nothing to inherit.
    pub(super) fn alone(methods: MethodRouter<S>) -> Self {
        let otherwise =
            Refuse::method_not_allowed(&allow(methods.entries.iter().map(|entry| &entry.verb)));
        let guarded = |endpoint: Arc<dyn AnyEndpoint<S>>| {
            let inherited = Inherited::new(Vec::new(), None, endpoint.plan());
            Target::Direct(Guarded::new(endpoint, inherited))
        };
        let targets = methods
            .entries
            .into_iter()
            .map(|entry| (entry.verb, guarded(entry.endpoint)));
        Self(Arc::new(PathTable {
            targets: targets.collect(),
            otherwise: Otherwise {
                sometimes: Vec::new(),
                always: guarded(Arc::new(otherwise)),
            },
        }))
    }
}

impl<S> PathHandler<S>
where
    S: Clone + Send + Sync + 'static,
{
    /// The path's routes in an axum router. axum itself dispatches the methods that it knows and that no layer
    /// wraps; everything else is dispatched here. A method whose handler is behind layers is, too, because axum
    /// would answer a `HEAD` that it does not know with `GET`.
    pub(super) fn into_routes(self) -> axum::routing::MethodRouter<S> {
        let found = self.0.targets.iter().filter_map(|(verb, target)| {
            let Verb::Only(method) = verb else {
                return None;
            };
            let filter = MethodFilter::try_from(method.clone()).ok()?;
            Some((filter, target))
        });
        found.fold(
            axum::routing::any(self.clone()),
            |routes, (filter, target)| match target {
                Target::Direct(guarded) => guarded.clone().route(routes, filter),
                Target::Layered(_) => routes.on(filter, self.clone()),
            },
        )
    }
}

impl<S> Clone for PathHandler<S> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<S> Handler<(), S> for PathHandler<S>
where
    S: Clone + Send + Sync + 'static,
{
    type Future = Serving;

    fn call(self, request: Request, state: S) -> Serving {
        let target = self.0.find(request.method(), request.uri().path());
        target.call(request, state)
    }
}

/// The value of `Allow` where these methods are answered.
pub(super) fn allow<'a>(verbs: impl Iterator<Item = &'a Verb>) -> String {
    let mut methods = Vec::new();
    for verb in verbs {
        let Verb::Only(method) = verb else { continue };
        methods.push(method.as_str());
        if method == Method::GET {
            methods.push(Method::HEAD.as_str());
        }
    }
    methods.sort_unstable();
    methods.dedup();
    methods.join(",")
}
