//! What runs at each request: a future that shares a context among all dependencies and the handler.

use std::future::ready;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;

use axum::extract::Request;
use axum::handler::Handler;
use axum::response::Response;
use axum::routing::MethodFilter;
use http::{HeaderValue, Method, StatusCode, header};

use super::guard::Inherited;
use super::methods::{MethodRouter, Verb};
use super::panics::{Outcome, caught};
use super::template::Prefix;
use crate::context::RequestContext;
use crate::dependency::Plan;
use crate::description::OperationDoc;
use crate::endpoint::Endpoint;
use crate::problem::HttpError;

/// The future of a request.
pub(super) type Serving = Pin<Box<dyn Future<Output = Response> + Send>>;

/// The future of what answers it. It is boxed: all else that serves a request is then compiled once,
/// and not for each handler.
pub(super) type Answering<'a> = Pin<Box<dyn Future<Output = Outcome> + Send + 'a>>;

/// What answers at the end of a route: a handler, a mounted service, a 404 or a 405.
pub(super) trait AnyEndpoint<S>: Send + Sync {
    /// Runs this, after all that is inherited has passed.
    fn answer<'a>(&'a self, context: &'a mut RequestContext, state: &'a S) -> Answering<'a>;

    /// Runs this where nothing is inherited, if it needs nothing of the request.
    fn answer_alone(&self) -> Option<Serving> {
        None
    }

    /// What it needs itself.
    fn plan(&self) -> Plan {
        Plan::NONE
    }

    /// Whether inherited dependencies are skipped.
    fn is_public(&self) -> bool {
        false
    }

    /// The handler's name.
    fn name(&self) -> &'static str;

    /// Whether it is a mounted service, and no handler.
    fn is_service(&self) -> bool {
        false
    }

    /// Tells the documentation of its own dependencies.
    fn describe(&self, _operation: &mut OperationDoc) {}
}

/// A handler of known type.
pub(super) struct Typed<E, M>(PhantomData<fn() -> (E, M)>);

impl<E, M> Typed<E, M> {
    pub(super) fn new() -> Self {
        Self(PhantomData)
    }
}

impl<S, E, M> AnyEndpoint<S> for Typed<E, M>
where
    E: Endpoint<S, M>,
    S: Send + Sync + 'static,
{
    fn answer<'a>(&'a self, context: &'a mut RequestContext, state: &'a S) -> Answering<'a> {
        Box::pin(E::serve(context, state))
    }

    fn answer_alone(&self) -> Option<Serving> {
        E::answer_alone()
    }

    fn plan(&self) -> Plan {
        E::PLAN
    }

    fn is_public(&self) -> bool {
        E::PUBLIC
    }

    fn name(&self) -> &'static str {
        E::NAME
    }

    fn describe(&self, operation: &mut OperationDoc) {
        E::describe(operation);
    }
}

/// Refuses what has passed the guards: there is nothing here, or not by this method.
#[derive(Clone)]
pub(super) struct Refuse(HttpError);

impl Refuse {
    pub(super) fn not_found() -> Self {
        Self(HttpError::new(StatusCode::NOT_FOUND))
    }

    /// `Allow` is required (RFC 9110 §15.5.6), and only whoever passed the guards gets to see it.
    pub(super) fn method_not_allowed(allow: &str) -> Self {
        let error = HttpError::new(StatusCode::METHOD_NOT_ALLOWED);
        Self(match HeaderValue::from_str(allow) {
            Ok(allow) => error.header(header::ALLOW, allow),
            Err(_) => error,
        })
    }
}

impl<S> AnyEndpoint<S> for Refuse {
    fn answer<'a>(&'a self, _context: &'a mut RequestContext, _state: &'a S) -> Answering<'a> {
        Box::pin(ready(Err(self.0.clone().into())))
    }

    fn name(&self) -> &'static str {
        ""
    }
}

/// An endpoint with what it inherits.
pub(super) struct Guarded<S>(Arc<Parts<S>>);

struct Parts<S> {
    endpoint: Arc<dyn AnyEndpoint<S>>,
    inherited: Inherited<S>,
}

impl<S> Guarded<S> {
    pub(super) fn new(endpoint: Arc<dyn AnyEndpoint<S>>, inherited: Inherited<S>) -> Self {
        Self(Arc::new(Parts {
            endpoint,
            inherited,
        }))
    }
}

impl<S> Parts<S>
where
    S: Send + Sync + 'static,
{
    /// Runs what is inherited, then the endpoint.
    async fn outcome(&self, context: &mut RequestContext, state: &S) -> Outcome {
        self.inherited.run(context, state).await?;
        self.endpoint.answer(context, state).await
    }
}

impl<S> Clone for Guarded<S> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<S> Guarded<S>
where
    S: Send + Sync + 'static,
{
    /// Serves a request: runs what is inherited, then the endpoint.
    fn serve(self, request: Request, state: S) -> impl Future<Output = Response> + Send {
        // Made before the future, which else had room for both, the request and the context.
        let mut context = self.0.inherited.context(request);
        async move {
            let Parts {
                endpoint,
                inherited,
            } = &*self.0;
            let outcome = if inherited.catches_panics {
                // Boxed, because the request's own future is no larger for what only this needs.
                caught(Box::pin(self.0.outcome(&mut context, &state))).await
            } else {
                match inherited.run(&mut context, &state).await {
                    Ok(()) => endpoint.answer(&mut context, &state).await,
                    Err(rejection) => Err(rejection),
                }
            };
            inherited.compare(&mut context);
            let response = context.finish(outcome);
            match context.take_hooks() {
                Some(hooks) => hooks.run(response).await,
                None => response,
            }
        }
    }

    /// The future of an endpoint that inherits nothing and needs nothing of the request.
    fn answer_alone(&self) -> Option<Serving> {
        let Parts {
            endpoint,
            inherited,
        } = &*self.0;
        inherited
            .is_empty()
            .then(|| endpoint.answer_alone())
            .flatten()
    }

    /// Adds this to the routes of a path.
    fn route(
        self,
        routes: axum::routing::MethodRouter<S>,
        filter: MethodFilter,
    ) -> axum::routing::MethodRouter<S>
    where
        S: Clone,
    {
        if self.answer_alone().is_some() {
            return routes.on(filter, self);
        }
        let serve = Self::serve;
        routes.on(
            filter,
            Unboxed {
                guarded: self,
                serve,
            },
        )
    }
}

impl<S> Handler<(), S> for Guarded<S>
where
    S: Send + Sync + 'static,
{
    type Future = Serving;

    fn call(self, request: Request, state: S) -> Serving {
        match self.answer_alone() {
            Some(answering) => answering,
            None => Box::pin(self.serve(request, state)),
        }
    }
}

/// The same as axum's handler for a route, which boxes the future itself: it need not be boxed before. `serve` is
/// [`Guarded::serve`], whose future has no name.
struct Unboxed<S, F> {
    guarded: Guarded<S>,
    serve: F,
}

impl<S, F: Clone> Clone for Unboxed<S, F> {
    fn clone(&self) -> Self {
        Self {
            guarded: self.guarded.clone(),
            serve: self.serve.clone(),
        }
    }
}

impl<S, F, Served> Handler<(), S> for Unboxed<S, F>
where
    S: Send + Sync + 'static,
    F: FnOnce(Guarded<S>, Request, S) -> Served + Clone + Send + Sync + 'static,
    Served: Future<Output = Response> + Send + 'static,
{
    type Future = Served;

    fn call(self, request: Request, state: S) -> Served {
        (self.serve)(self.guarded, request, state)
    }
}

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

/// All that answers at one path.
pub(super) struct PathTable<S> {
    pub(super) targets: Vec<(Verb, Target<S>)>,
    pub(super) otherwise: Otherwise<S>,
}

/// The refusal of what no handler answers. It is behind the dependencies of the region that the
/// request is in; where a template reaches into several regions, each request is looked at.
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
    /// The target of a method: its own, for `HEAD` that of `GET`, the one for any method, a 405.
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
    /// A path outside of every `ApiRouter`: there is nothing to inherit.
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
    /// The path's routes in an axum router. What axum can find by the method is called by axum; all else leads
    /// here.
    pub(super) fn into_routes(self) -> axum::routing::MethodRouter<S> {
        let found = self.0.targets.iter().filter_map(|(verb, target)| {
            let (Verb::Only(method), Target::Direct(guarded)) = (verb, target) else {
                return None;
            };
            let filter = MethodFilter::try_from(method.clone()).ok()?;
            Some((filter, guarded.clone()))
        });
        found.fold(
            axum::routing::any(self.clone()),
            |routes, (filter, guarded)| guarded.route(routes, filter),
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
