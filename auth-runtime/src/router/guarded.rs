//! An endpoint with what it inherits, as axum calls it: one future, in which all dependencies and the handler
//! share a context.

use std::sync::Arc;

use axum::extract::Request;
use axum::handler::Handler;
use axum::response::Response;
use axum::routing::MethodFilter;

use super::endpoint::{AnyEndpoint, Serving};
use super::guard::Inherited;
use crate::context::RequestContext;
use crate::watch::Outcome;

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
        // Constructed outside the future, which would otherwise have space for both the request and the
        // context.
        let mut context = self.0.inherited.context(request);
        async move {
            let Parts {
                endpoint,
                inherited,
            } = &*self.0;
            let outcome = if inherited.watch.is_idle() {
                // The same as `outcome`, without a future of its own.
                let mut guards = inherited.guards();
                loop {
                    match guards.run_until_one_waits(&mut context, &state) {
                        Ok(None) => break endpoint.answer(&mut context, &state).await,
                        Ok(Some(guard)) => {
                            if let Err(rejection) = guard.run(&mut context, &state).await {
                                break Err(rejection);
                            }
                        }
                        Err(rejection) => break Err(rejection),
                    }
                }
            } else {
                let serving = Box::pin(self.0.outcome(&mut context, &state));
                let name = "a dependency or a handler";
                let outcome = inherited.watch.over(name, serving).await;
                context.drop_values(outcome, inherited.watch)
            };
            inherited.compare(&mut context);
            if context.has_hooks() {
                context.run_hooks(outcome, inherited.watch).await
            } else {
                context.finish(outcome)
            }
        }
    }

    /// The future of an endpoint that inherits nothing and needs nothing from the request.
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
    pub(super) fn route(
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

/// The same for a route of axum that boxes the future itself, so that it is not boxed twice. `serve` is
/// [`Guarded::serve`], whose future's type has no name.
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
