//! Overrides: a test replaces a dependency of one application.

use std::any::{Any, type_name};
use std::fmt;
use std::future::ready;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::extract::{FromRequestParts, Request};
use axum::response::IntoResponse;
use tower::util::MapRequestLayer;

use crate::context::RequestContext;
use crate::dependency::{Dependency, IntoDependency, Provides};
use crate::problem::Rejection;

/// Whether this process ever made an override: without one, a request does not look for any.
static ANY: AtomicBool = AtomicBool::new(false);

/// Replaced dependencies of one application: FastAPI's `dependency_overrides`, typed and
/// not global.
///
#[doc = include_str!("../docs/overrides.md")]
pub struct Overrides<S = ()> {
    replaced: Vec<Arc<dyn AnyReplaced>>,
    state: std::marker::PhantomData<fn(S)>,
}

impl<S: 'static> Overrides<S> {
    /// Creates an empty set of overrides.
    #[must_use]
    pub fn new() -> Self {
        Self {
            replaced: Vec::new(),
            state: std::marker::PhantomData,
        }
    }

    /// Replaces every dependency that is equal to `original`, at any depth. The replacement is an async
    /// closure whose parameters are extractors of the request head, or another dependency. It returns the
    /// same type, or a `Result` of it.
    ///
    /// What `original` itself depends on does not run. A later replacement of the same dependency
    /// overrides an earlier one.
    #[must_use]
    pub fn replace<D, K, R, V>(mut self, original: D, replacement: R) -> Self
    where
        D: IntoDependency<K>,
        R: IntoReplacement<S, <D::Dependency as Provides>::Output, V>,
    {
        ANY.store(true, Ordering::Relaxed);
        let (dependency, run) = (original.into_dependency(), replacement.into_replacement());
        self.replaced
            .insert(0, Arc::new(Replaced { dependency, run }));
        self
    }

    /// Uses `value` instead of the value of every dependency that is equal to the given one.
    #[must_use]
    pub fn with_value<D, K>(self, original: D, value: <D::Dependency as Provides>::Output) -> Self
    where
        D: IntoDependency<K>,
    {
        self.replace(original, move || ready(value.clone()))
    }

    /// A layer that applies the overrides in a plain axum router:
    /// `router.layer(overrides.into_layer())`. Overrides of an outer layer or `ApiRouter` win.
    #[must_use]
    pub fn into_layer(self) -> MapRequestLayer<impl Fn(Request) -> Request + Clone> {
        let own = self.replacements();
        MapRequestLayer::new(move |mut request: Request| {
            let outer = request.extensions().get().map(|Active(outer)| outer);
            let both = Replacements::both(outer, Some(&own));
            pass_on(both.as_ref(), &mut request);
            request
        })
    }

    pub(crate) fn replacements(&self) -> Arc<Replacements> {
        Arc::new(Replacements {
            replaced: self.replaced.clone(),
            running: Vec::new(),
        })
    }
}

impl<S: 'static> Default for Overrides<S> {
    fn default() -> Self {
        Self::new()
    }
}

impl<S> Clone for Overrides<S> {
    fn clone(&self) -> Self {
        Self {
            replaced: self.replaced.clone(),
            state: std::marker::PhantomData,
        }
    }
}

impl<S> fmt::Debug for Overrides<S> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.replaced.iter().map(|replaced| replaced.name());
        formatter.debug_set().entries(names).finish()
    }
}

/// Overrides that are passed on to the handlers of a plain axum router.
#[derive(Clone)]
struct Active(Arc<Replacements>);

/// The overrides that layers have stored in the request, then `own`.
#[inline]
pub(crate) fn active(
    request: &Request,
    own: Option<&Arc<Replacements>>,
) -> Option<Arc<Replacements>> {
    if ANY.load(Ordering::Relaxed) {
        found(request, own)
    } else {
        None
    }
}

fn found(request: &Request, own: Option<&Arc<Replacements>>) -> Option<Arc<Replacements>> {
    let outer = request.extensions().get().map(|Active(outer)| outer);
    Replacements::both(outer, own)
}

/// Makes `replacements` apply wherever the request is passed on to.
pub(crate) fn pass_on(replacements: Option<&Arc<Replacements>>, request: &mut Request) {
    if let Some(replacements) = replacements {
        let active = Active(Arc::clone(replacements));
        request.extensions_mut().insert(active);
    }
}

/// The replaced dependencies of one application.
pub(crate) struct Replacements {
    replaced: Vec<Arc<dyn AnyReplaced>>,
    /// The dependencies whose replacement is running: it gets the originals.
    running: Vec<Arc<dyn AnyReplaced>>,
}

impl Replacements {
    /// Combines the overrides of `outer`, which take precedence, with those of `inner`.
    pub(crate) fn both(outer: Option<&Arc<Self>>, inner: Option<&Arc<Self>>) -> Option<Arc<Self>> {
        match (outer, inner) {
            (Some(outer), Some(inner)) if !Arc::ptr_eq(outer, inner) => {
                let replaced = outer.replaced.iter().chain(&inner.replaced).cloned();
                Some(Arc::new(Self {
                    replaced: replaced.collect(),
                    running: outer.running.clone(),
                }))
            }
            (one, other) => one.or(other).cloned(),
        }
    }

    /// What replaces `dependency`, if anything does.
    pub(crate) fn find<D, S>(&self, dependency: &D) -> Option<&Replacement<S, D::Output>>
    where
        D: Provides,
        S: 'static,
    {
        let is_running = || self.is_running(dependency);
        self.replaced
            .iter()
            .filter_map(|replaced| replaced.as_any().downcast_ref::<Replaced<D, S>>())
            .find(|replaced| replaced.dependency == *dependency && !is_running())
            .map(|replaced| &replaced.run)
    }

    /// The same overrides while the replacement of `dependency` runs, because it may depend on the original.
    pub(crate) fn while_running<D: Provides>(&self, dependency: &D) -> Arc<Self> {
        let of_dependency = |replaced: &&Arc<dyn AnyReplaced>| replaced.replaces(dependency);
        let running = self.replaced.iter().find(of_dependency);
        Arc::new(Self {
            replaced: self.replaced.clone(),
            running: self.running.iter().chain(running).cloned().collect(),
        })
    }

    /// Whether the replacement of `dependency` is running.
    pub(crate) fn is_running<D: Provides>(&self, dependency: &D) -> bool {
        self.running
            .iter()
            .any(|replaced| replaced.replaces(dependency))
    }

    /// The overrides that replace none of `dependencies`, by the names of their types.
    pub(crate) fn unused(&self, dependencies: &[&dyn Any]) -> Vec<&'static str> {
        let is_unused = |replaced: &&Arc<dyn AnyReplaced>| {
            !dependencies.iter().any(|one| replaced.replaces(*one))
        };
        let mut names: Vec<_> = self
            .replaced
            .iter()
            .filter(is_unused)
            .map(|replaced| replaced.name())
            .collect();
        names.dedup();
        names
    }
}

/// A replaced dependency, and what runs instead.
struct Replaced<D: Provides, S> {
    dependency: D,
    run: Replacement<S, D::Output>,
}

trait AnyReplaced: Send + Sync {
    fn as_any(&self) -> &dyn Any;
    fn name(&self) -> &'static str;
    fn replaces(&self, dependency: &dyn Any) -> bool;
}

impl<D, S> AnyReplaced for Replaced<D, S>
where
    D: Provides,
    S: 'static,
{
    fn as_any(&self) -> &dyn Any {
        self
    }

    fn name(&self) -> &'static str {
        type_name::<D>()
    }

    fn replaces(&self, dependency: &dyn Any) -> bool {
        dependency.downcast_ref::<D>() == Some(&self.dependency)
    }
}

type Running<'a, T> = Pin<Box<dyn Future<Output = Result<T, Rejection>> + Send + 'a>>;

/// What runs instead of a dependency.
#[doc(hidden)]
#[expect(missing_debug_implementations, reason = "holds a function")]
pub struct Replacement<S, T>(Box<Run<S, T>>);

type Run<S, T> = dyn for<'a> Fn(&'a mut RequestContext, &'a S) -> Running<'a, T> + Send + Sync;

impl<S, T> Replacement<S, T> {
    pub(crate) fn run<'a>(&self, context: &'a mut RequestContext, state: &'a S) -> Running<'a, T> {
        (self.0)(context, state)
    }
}

/// What can replace a dependency whose value is a `T`: another dependency, or an async closure with
/// extractors as parameters.
#[diagnostic::on_unimplemented(
    message = "this cannot replace a dependency whose value is `{T}`",
    label = "not an async closure or a dependency that provides a `{T}`",
    note = "write an async closure that takes extractors and returns `{T}` or `Result<{T}, HttpError>`, or name a dependency whose value is `{T}`"
)]
pub trait IntoReplacement<S, T, V> {
    #[doc(hidden)]
    fn into_replacement(self) -> Replacement<S, T>;
}

/// The marker of a dependency as a replacement.
#[doc(hidden)]
#[derive(Debug)]
pub struct ViaDependency<K>(std::marker::PhantomData<K>);

impl<S, T, K, R> IntoReplacement<S, T, ViaDependency<K>> for R
where
    R: IntoDependency<K>,
    R::Dependency: Dependency<S> + Provides<Output = T>,
    S: Sync + 'static,
    T: 'static,
{
    fn into_replacement(self) -> Replacement<S, T> {
        let dependency = Arc::new(self.into_dependency());
        Replacement(Box::new(move |context, state| {
            let dependency = Arc::clone(&dependency);
            Box::pin(async move { dependency.resolve(context, state).await })
        }))
    }
}

/// What a replacement may return: the value, or a `Result` of it.
#[doc(hidden)]
#[diagnostic::on_unimplemented(message = "expected `{T}`, found `{Self}`")]
pub trait IntoOutput<T> {
    fn into_output(self) -> Result<T, Rejection>;
}

impl<T> IntoOutput<T> for T {
    fn into_output(self) -> Result<T, Rejection> {
        Ok(self)
    }
}

impl<T, E: IntoResponse> IntoOutput<T> for Result<T, E> {
    fn into_output(self) -> Result<T, Rejection> {
        self.map_err(Rejection::from)
    }
}

impl<Function, Fut, S, T> IntoReplacement<S, T, fn()> for Function
where
    Function: Fn() -> Fut + Send + Sync + 'static,
    Fut: Future + Send + 'static,
    Fut::Output: IntoOutput<T>,
    S: 'static,
    T: 'static,
{
    fn into_replacement(self) -> Replacement<S, T> {
        Replacement(Box::new(move |_context, _state| {
            let running = self();
            Box::pin(async move { running.await.into_output() })
        }))
    }
}

macro_rules! closures {
    ($(($($extractor:ident $value:ident),*))*) => {$(
        impl<Function, Fut, S, T, $($extractor,)*> IntoReplacement<S, T, fn($($extractor),*)> for Function
        where
            Function: Fn($($extractor),*) -> Fut + Send + Sync + 'static,
            Fut: Future + Send + 'static,
            Fut::Output: IntoOutput<T>,
            S: Sync + 'static,
            T: 'static,
            $($extractor: FromRequestParts<S> + Send,)*
        {
            fn into_replacement(self) -> Replacement<S, T> {
                let function = Arc::new(self);
                Replacement(Box::new(move |context, state| {
                    let function = Arc::clone(&function);
                    Box::pin(async move {
                        $(let $value = context.extract::<$extractor, S>(state).await?;)*
                        function($($value),*).await.into_output()
                    })
                }))
            }
        }
    )*};
}

closures! {
    (A a)
    (A a, B b)
    (A a, B b, C c)
    (A a, B b, C c, D d)
}
