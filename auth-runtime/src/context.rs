//! `RequestContext`: everything that one request owns on its way through dependencies and handler.

mod ending;

use std::{fmt, mem, sync::Arc};

use axum::body::Body;
use axum::extract::{FromRequest, FromRequestParts, Request};
use futures_util::TryFutureExt;
use http::request::Parts;

use crate::dependency::{Dependency, Either, Plan, Provides, Shared, Values};
use crate::overrides::{self, Replacements};
use crate::problem::Rejection;
use crate::response::ResponseEdits;

/// One request: its head, its unread body, the edits of its response, and the values of its dependencies.
///
/// It lives in the future that serves the request: nothing in it is locked, or shared with other requests.
pub struct RequestContext {
    head: Parts,
    body: Body,
    edits: ResponseEdits,
    values: Values,
    shared: Shared,
    /// Whether any value is shared, or anything is overridden.
    looks_for_values: bool,
    replacements: Option<Arc<Replacements>>,
}

impl RequestContext {
    /// The context of `request`, for a handler that needs what `plan` lists.
    #[inline]
    pub(crate) fn new(
        request: Request,
        plan: Plan,
        replacements: Option<&Arc<Replacements>>,
    ) -> Self {
        let replacements = overrides::active(&request, replacements);
        // Overrides are looked up in the same place as kept values, so that other requests do not pay for
        // them.
        let plan = if replacements.is_some() {
            Plan::UNKNOWN
        } else {
            plan
        };
        let (head, body) = request.into_parts();
        Self {
            head,
            body,
            edits: ResponseEdits::new(),
            values: Values::new(),
            shared: plan.shared(),
            looks_for_values: replacements.is_some() || !plan.shared().is_empty(),
            replacements,
        }
    }

    /// The head of the request. The body is not accessible: nothing of it is read before all
    /// dependencies have passed.
    #[must_use]
    #[inline]
    pub fn request(&self) -> &Parts {
        &self.head
    }

    /// The edits of whatever response will result.
    #[inline]
    pub fn response(&mut self) -> &mut ResponseEdits {
        &mut self.edits
    }

    /// The head and the edits at once, as a dependency's parameters borrow them.
    #[inline]
    pub fn split(&mut self) -> (&Parts, &mut ResponseEdits) {
        (&self.head, &mut self.edits)
    }

    /// The value of `dependency`: computed now, or a clone of the value of an equal one.
    ///
    /// # Errors
    ///
    /// The refusal by `dependency`, or by one that it depends on. It is not cached: pass it on with `?`.
    #[inline]
    pub fn resolve<D, S>(
        &mut self,
        dependency: &D,
        state: &S,
    ) -> impl Future<Output = Result<D::Output, Rejection>> + Send
    where
        D: Dependency<S>,
        S: Sync + 'static,
    {
        if self.looks_for(dependency) {
            let future = self.resolve_kept(dependency, state);
            return Either::Rare { future };
        }
        // Nothing else needs the value, so the dependency's own future is enough.
        let future = dependency.resolve(self, state);
        Either::Usual { future }
    }

    /// The same without waiting; `None` if it is not known whether anything waits.
    #[inline]
    pub(crate) fn resolve_at_once<D, S>(
        &mut self,
        dependency: &D,
        state: &S,
    ) -> Option<Result<D::Output, Rejection>>
    where
        D: Dependency<S>,
    {
        if self.looks_for(dependency) {
            return self.resolve_kept_at_once(dependency, state);
        }
        dependency.resolve_at_once(self, state)
    }

    fn resolve_kept_at_once<D, S>(
        &mut self,
        dependency: &D,
        state: &S,
    ) -> Option<Result<D::Output, Rejection>>
    where
        D: Dependency<S>,
    {
        if self.has_replacements() {
            return None;
        }
        if let Some(output) = self.values.find(dependency) {
            return Some(Ok(output));
        }
        let outcome = dependency.resolve_at_once(self, state)?;
        if let Ok(output) = &outcome {
            self.values.keep(dependency, output.clone());
        }
        Some(outcome)
    }

    /// Whether dependencies may be overridden.
    #[inline]
    pub(crate) fn has_replacements(&self) -> bool {
        self.replacements.is_some()
    }

    /// The value of `dependency`, if an equal one has been resolved.
    pub(crate) fn kept<D: Provides>(&self, dependency: &D) -> Option<D::Output> {
        let is_wanted = !self.has_replacements() && self.shared.contains(D::PLAN);
        is_wanted.then(|| self.values.find(dependency)).flatten()
    }

    /// Whether `dependency` may have a value already, or may be overridden.
    #[inline]
    fn looks_for<D: Provides>(&self, _dependency: &D) -> bool {
        self.looks_for_values && (self.shared.contains(D::PLAN) || self.has_replacements())
    }

    #[expect(
        clippy::manual_async_fn,
        reason = "an `async fn` has room for its arguments twice, and futures of dependencies nest"
    )]
    fn resolve_kept<D, S>(
        &mut self,
        dependency: &D,
        state: &S,
    ) -> impl Future<Output = Result<D::Output, Rejection>> + Send
    where
        D: Dependency<S>,
        S: Sync + 'static,
    {
        async move {
            let is_kept = self.keeps(dependency);
            if is_kept && let Some(output) = self.values.find(dependency) {
                return Ok(output);
            }
            let output = self.resolve_fresh(dependency, state).await?;
            if is_kept {
                self.values.keep(dependency, output.clone());
            }
            Ok(output)
        }
    }

    /// The value of `dependency`, computed now whatever ran before, and not kept for other uses.
    ///
    /// # Errors
    ///
    /// The refusal by `dependency`, or by one that it depends on.
    #[inline]
    pub fn resolve_fresh<D, S>(
        &mut self,
        dependency: &D,
        state: &S,
    ) -> impl Future<Output = Result<D::Output, Rejection>> + Send
    where
        D: Dependency<S>,
        S: Sync + 'static,
    {
        if self.has_replacements() {
            // Boxed: only tests override dependencies, and every other request's future would have space for
            // this.
            let future = Box::pin(self.resolve_replaced(dependency, state));
            return Either::Rare { future };
        }
        let future = dependency.resolve(self, state);
        Either::Usual { future }
    }

    async fn resolve_replaced<D, S>(
        &mut self,
        dependency: &D,
        state: &S,
    ) -> Result<D::Output, Rejection>
    where
        D: Dependency<S>,
        S: Sync + 'static,
    {
        match self.run_replacement(dependency, state).await {
            Some(outcome) => outcome,
            None => dependency.resolve(self, state).await,
        }
    }

    /// Runs the override of `dependency`, if there is one.
    async fn run_replacement<D, S>(
        &mut self,
        dependency: &D,
        state: &S,
    ) -> Option<Result<D::Output, Rejection>>
    where
        D: Dependency<S>,
        S: Sync + 'static,
    {
        let replacements = self.replacements.clone()?;
        let replacement = replacements.find::<D, S>(dependency)?;
        self.replacements = Some(replacements.while_running(dependency));
        let overriding = Overriding {
            context: self,
            outside: Arc::clone(&replacements),
        };
        Some(replacement.run(overriding.context, state).await)
    }

    /// Runs `dependency` for its effect. A value that does something when it is dropped (a permit, a
    /// guard) lives until the handler is done.
    ///
    /// # Errors
    ///
    /// The refusal by `dependency`, or by one that it depends on.
    #[expect(
        clippy::manual_async_fn,
        reason = "an `async fn` has room for its arguments twice"
    )]
    pub(crate) fn run<D, S>(
        &mut self,
        dependency: &D,
        state: &S,
    ) -> impl Future<Output = Result<(), Rejection>> + Send
    where
        D: Dependency<S>,
        S: Sync + 'static,
    {
        async move {
            let is_kept = self.keeps(dependency);
            if is_kept && self.values.contains(dependency) {
                return Ok(());
            }
            let output = self.resolve_fresh(dependency, state).await?;
            self.hold(dependency, output, is_kept);
            Ok(())
        }
    }

    /// The same without waiting; `None` if it is not known whether anything waits.
    #[inline]
    pub(crate) fn run_at_once<D, S>(
        &mut self,
        dependency: &D,
        state: &S,
    ) -> Option<Result<(), Rejection>>
    where
        D: Dependency<S>,
        S: 'static,
    {
        if self.has_replacements() {
            return None;
        }
        let is_kept = self.shared.contains(D::PLAN);
        if is_kept && self.values.contains(dependency) {
            return Some(Ok(()));
        }
        let outcome = dependency.resolve_at_once(self, state)?;
        Some(outcome.map(|output| self.hold(dependency, output, is_kept)))
    }

    /// Keeps the value of a dependency that was run for its effect: for other uses, or until it is dropped.
    fn hold<D: Provides>(&mut self, dependency: &D, output: D::Output, is_kept: bool) {
        if is_kept {
            self.values.keep(dependency, output);
        } else if mem::needs_drop::<D::Output>() {
            self.values.hold(output);
        }
    }

    /// Whether something else may need the value of `dependency`.
    #[inline]
    fn keeps<D: Provides>(&self, dependency: &D) -> bool {
        self.shared.contains(D::PLAN) && !self.is_original(dependency)
    }

    /// Whether the override of `dependency` asks for it: the override gets the original, whose value is not
    /// kept.
    fn is_original<D: Provides>(&self, dependency: &D) -> bool {
        let replacements = self.replacements.as_deref();
        replacements.is_some_and(|replacements| replacements.is_running(dependency))
    }

    /// What the extractor `T` extracts from the request head.
    ///
    /// # Errors
    ///
    /// The extractor's rejection, as a problem document.
    pub fn extract<T, S>(&mut self, state: &S) -> impl Future<Output = Result<T, Rejection>> + Send
    where
        T: FromRequestParts<S>,
        S: Sync,
    {
        T::from_request_parts(&mut self.head, state).map_err(Rejection::from_extractor::<T>)
    }

    /// What a handler's last extractor extracts from the whole request, body included.
    ///
    /// # Errors
    ///
    /// The extractor's rejection, as a problem document.
    #[doc(hidden)]
    pub fn extract_last<T, S, M>(
        &mut self,
        state: &S,
    ) -> impl Future<Output = Result<T, Rejection>> + Send
    where
        T: FromRequest<S, M>,
        S: Sync,
    {
        T::from_request(self.take_request(), state).map_err(Rejection::from_extractor::<T>)
    }

    /// The whole request; an empty head is left in its place.
    #[inline]
    pub(crate) fn take_request(&mut self) -> Request {
        let head = mem::replace(&mut self.head, Request::new(()).into_parts().0);
        Request::from_parts(head, mem::take(&mut self.body))
    }

    /// The same for a service that may have dependencies of its own: overrides apply there, too.
    pub(crate) fn pass_on(&mut self) -> Request {
        let mut request = self.take_request();
        overrides::pass_on(self.replacements.as_ref(), &mut request);
        request
    }
}

impl fmt::Debug for RequestContext {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("RequestContext")
            .field("method", &self.head.method)
            .field("path", &self.head.uri.path())
            .field("edits", &self.edits)
            .finish_non_exhaustive()
    }
}

/// The context while an override runs. The overrides outside of it are put back when this is dropped: a
/// dependency written by hand may give up another one in the middle, and then resolve it again.
struct Overriding<'a> {
    context: &'a mut RequestContext,
    outside: Arc<Replacements>,
}

impl Drop for Overriding<'_> {
    fn drop(&mut self) {
        self.context.replacements = Some(Arc::clone(&self.outside));
    }
}
