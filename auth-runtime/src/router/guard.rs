//! A dependency of unknown type, as routers hold it.

use std::pin::Pin;
use std::slice;
use std::sync::Arc;

use super::declared::Declared;
use crate::context::RequestContext;
use crate::dependency::{Dependency, Plan};
use crate::description::OperationDoc;
use crate::overrides::Replacements;
use crate::problem::Rejection;
use crate::watch::Watch;
use axum::extract::Request;

/// A dependency of unknown type while it runs.
type Running<'a> = Pin<Box<dyn Future<Output = Result<(), Rejection>> + Send + 'a>>;

/// A dependency that is run for its effect.
pub(super) trait Guard<S>: Send + Sync {
    fn run<'a>(&'a self, context: &'a mut RequestContext, state: &'a S) -> Running<'a>;

    /// The same without waiting; `None` if it is not known whether anything waits.
    fn run_at_once(&self, context: &mut RequestContext, state: &S)
    -> Option<Result<(), Rejection>>;

    fn plan(&self) -> Plan;
    fn describe(&self, operation: &mut OperationDoc);
}

impl<S, D> Guard<S> for D
where
    D: Dependency<S>,
    S: Sync + 'static,
{
    fn run<'a>(&'a self, context: &'a mut RequestContext, state: &'a S) -> Running<'a> {
        Box::pin(context.run(self, state))
    }

    fn run_at_once(
        &self,
        context: &mut RequestContext,
        state: &S,
    ) -> Option<Result<(), Rejection>> {
        context.run_at_once(self, state)
    }

    fn plan(&self) -> Plan {
        D::PLAN
    }

    fn describe(&self, operation: &mut OperationDoc) {
        operation.include_listed(self);
    }
}

/// What a route inherits from its routers, outermost first.
pub(super) struct Inherited<S> {
    guards: Vec<Arc<dyn Guard<S>>>,
    replacements: Option<Arc<Replacements>>,
    plan: Plan,
    declared: Declared,
    pub(super) watch: Watch,
}

impl<S> Inherited<S> {
    pub(super) fn new(
        guards: Vec<Arc<dyn Guard<S>>>,
        replacements: Option<Arc<Replacements>>,
        plan: Plan,
    ) -> Self {
        Self {
            guards,
            replacements,
            plan,
            declared: Declared::default(),
            watch: Watch::IDLE,
        }
    }

    /// Adds the headers that its dependencies, and the handler's, declare.
    pub(super) fn declaring(self, declared: Declared) -> Self {
        Self { declared, ..self }
    }

    /// Sets what is watched for.
    pub(super) fn watching(self, watch: Watch) -> Self {
        Self { watch, ..self }
    }

    /// Whether a handler runs as if there were no router.
    #[inline]
    pub(super) fn is_empty(&self) -> bool {
        self.guards.is_empty() && self.replacements.is_none() && self.watch.is_idle()
    }

    /// Compares the headers that were set with those that were declared.
    pub(super) fn compare(&self, context: &mut RequestContext) {
        self.declared.compare(context.response());
    }

    /// The context of a request to this route.
    #[inline]
    pub(super) fn context(&self, request: Request) -> RequestContext {
        RequestContext::new(request, self.plan, self.replacements.as_ref())
    }

    /// Runs the dependencies, until one refuses.
    pub(super) async fn run(
        &self,
        context: &mut RequestContext,
        state: &S,
    ) -> Result<(), Rejection> {
        let mut guards = self.guards();
        while let Some(guard) = guards.run_until_one_waits(context, state)? {
            guard.run(context, state).await?;
        }
        Ok(())
    }

    /// The dependencies, to be run one after the other.
    pub(super) fn guards(&self) -> Guards<'_, S> {
        Guards(self.guards.iter())
    }
}

/// The dependencies that are left to run.
pub(super) struct Guards<'a, S>(slice::Iter<'a, Arc<dyn Guard<S>>>);

impl<'a, S> Guards<'a, S> {
    /// Runs the next dependencies, and returns the first one that may have to wait.
    pub(super) fn run_until_one_waits(
        &mut self,
        context: &mut RequestContext,
        state: &S,
    ) -> Result<Option<&'a dyn Guard<S>>, Rejection> {
        for guard in &mut self.0 {
            match guard.run_at_once(context, state) {
                Some(outcome) => outcome?,
                None => return Ok(Some(&**guard)),
            }
        }
        Ok(None)
    }
}
