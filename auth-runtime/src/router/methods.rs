//! `get`, `post` and the others: handlers that declare their access become routes.

use std::fmt;
use std::sync::Arc;

use http::Method;

use super::endpoint::{AnyEndpoint, Typed};
use super::path::PathHandler;
use crate::endpoint::{Endpoint, Served};

/// A function with `#[depends]` or `#[public]`; `E` is what it declares.
///
/// There is nothing to implement: the macros generate such functions.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say who may call it: it has neither `#[depends]` nor `#[public]`",
    label = "neither `#[depends]` nor `#[public]`",
    note = "put `#[depends]` on it to guard it with the dependencies of its routers and those it lists, or `#[public]` to let anyone call it"
)]
pub trait Declared<E, K> {}

// With one `Fn`-shaped impl alone, rustc would explain how the function's arguments differ from it. With the
// last one, which nothing can match, it shows the sentence above.
impl<F, E, Fut> Declared<E, fn(Served<E>)> for F where F: Fn(Served<E>) -> Fut {}
impl<F, E, Fut> Declared<E, fn() -> Served<E>> for F
where
    F: Fn() -> Fut,
    Fut: Future<Output = Served<E>>,
{
}
impl<F, E, Fut> Declared<E, fn(Served<E>, Never)> for F where F: Fn(Served<E>, Never) -> Fut {}

/// No value is of this type.
#[doc(hidden)]
#[derive(Debug)]
pub enum Never {}

/// The handlers of one path, by method: `get(list).post(create)`.
///
/// A `GET` handler also answers `HEAD`, without the body, unless there is one for `HEAD`. A method that
/// no handler answers is a 405 with `Allow`, behind the dependencies of the routers.
pub struct MethodRouter<S> {
    pub(super) entries: Vec<Entry<S>>,
}

/// A method and its handler.
pub(super) struct Entry<S> {
    pub(super) verb: Verb,
    pub(super) endpoint: Arc<dyn AnyEndpoint<S>>,
}

/// The methods that a handler answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verb {
    Any,
    Only(Method),
}

impl fmt::Display for Verb {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Any => formatter.pad("ANY"),
            Self::Only(method) => formatter.pad(method.as_str()),
        }
    }
}

macro_rules! methods {
    ($($name:ident $method:ident),* $(,)?) => {
        $(
            #[doc = concat!("Routes `", stringify!($method), "` to a handler that has `#[depends]` or `#[public]`.")]
            pub fn $name<F, E, K, S, M>(handler: F) -> MethodRouter<S>
            where
                F: Declared<E, K>,
                E: Endpoint<S, M>,
                S: Clone + Send + Sync + 'static,
                M: 'static,
            {
                MethodRouter::none().with(Verb::Only(Method::$method), erased::<F, E, S, M>(handler))
            }
        )*

        impl<S> MethodRouter<S>
        where
            S: Clone + Send + Sync + 'static,
        {
            $(
                #[doc = concat!("Routes `", stringify!($method), "` to a handler, too.")]
                #[must_use]
                pub fn $name<F, E, K, M>(self, handler: F) -> Self
                where
                    F: Declared<E, K>,
                    E: Endpoint<S, M>,
                    M: 'static,
                {
                    self.with(Verb::Only(Method::$method), erased::<F, E, S, M>(handler))
                }
            )*
        }
    };
}

methods! {
    connect CONNECT,
    delete DELETE,
    get GET,
    head HEAD,
    options OPTIONS,
    patch PATCH,
    post POST,
    put PUT,
    trace TRACE,
}

/// Routes every method to a handler that has `#[depends]` or `#[public]`, except methods with a handler
/// of their own (`any(other).get(list)`).
pub fn any<F, E, K, S, M>(handler: F) -> MethodRouter<S>
where
    F: Declared<E, K>,
    E: Endpoint<S, M>,
    S: Clone + Send + Sync + 'static,
    M: 'static,
{
    MethodRouter::none().any(handler)
}

/// Routes one method, even a non-standard one, to a handler that has `#[depends]` or
/// `#[public]`.
///
/// ```
/// # use auth_runtime::prelude::*;
/// use auth_runtime::routing::on;
///
/// #[public]
/// async fn find() {}
///
/// let query = Method::from_bytes(b"QUERY")?;
/// let api = ApiRouter::<()>::new("/notes").route("/", on(query, find));
/// # api.build()?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn on<F, E, K, S, M>(method: Method, handler: F) -> MethodRouter<S>
where
    F: Declared<E, K>,
    E: Endpoint<S, M>,
    S: Clone + Send + Sync + 'static,
    M: 'static,
{
    MethodRouter::none().on(method, handler)
}

impl<S> MethodRouter<S>
where
    S: Clone + Send + Sync + 'static,
{
    /// Also routes one method to a handler.
    #[must_use]
    pub fn on<F, E, K, M>(self, method: Method, handler: F) -> Self
    where
        F: Declared<E, K>,
        E: Endpoint<S, M>,
        M: 'static,
    {
        self.with(Verb::Only(method), erased::<F, E, S, M>(handler))
    }

    /// Also routes every method without a handler of its own to a handler.
    #[must_use]
    pub fn any<F, E, K, M>(self, handler: F) -> Self
    where
        F: Declared<E, K>,
        E: Endpoint<S, M>,
        M: 'static,
    {
        self.with(Verb::Any, erased::<F, E, S, M>(handler))
    }

    fn none() -> Self {
        Self {
            entries: Vec::new(),
        }
    }

    fn with(mut self, verb: Verb, endpoint: Arc<dyn AnyEndpoint<S>>) -> Self {
        self.entries.push(Entry { verb, endpoint });
        self
    }
}

/// What a function declares. The function itself is never called: its type tells what to serve.
fn erased<F, E, S, M>(_handler: F) -> Arc<dyn AnyEndpoint<S>>
where
    E: Endpoint<S, M>,
    S: Send + Sync + 'static,
    M: 'static,
{
    Arc::new(Typed::<E, M>::new())
}

/// For a plain axum router, where compile errors explain mistakes less well:
/// `axum::Router::new().route("/me", get(me).into())`.
impl<S> From<MethodRouter<S>> for axum::routing::MethodRouter<S>
where
    S: Clone + Send + Sync + 'static,
{
    fn from(methods: MethodRouter<S>) -> Self {
        PathHandler::alone(methods).into_routes()
    }
}

impl<S> Clone for MethodRouter<S> {
    fn clone(&self) -> Self {
        Self {
            entries: self.entries.clone(),
        }
    }
}

impl<S> Clone for Entry<S> {
    fn clone(&self) -> Self {
        Self {
            verb: self.verb.clone(),
            endpoint: Arc::clone(&self.endpoint),
        }
    }
}

impl<S> fmt::Debug for MethodRouter<S> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_list()
            .entries(self.entries.iter().map(|entry| &entry.verb))
            .finish()
    }
}
