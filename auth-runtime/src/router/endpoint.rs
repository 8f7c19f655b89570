//! What answers at the end of a route, whatever its type.

use std::future::ready;
use std::marker::PhantomData;
use std::pin::Pin;

use axum::response::Response;
use http::{HeaderValue, StatusCode, header};

use crate::context::RequestContext;
use crate::dependency::Plan;
use crate::description::OperationDoc;
use crate::endpoint::Endpoint;
use crate::problem::HttpError;
use crate::watch::Running;

/// The future of a request.
pub(super) type Serving = Pin<Box<dyn Future<Output = Response> + Send>>;

/// The future of an endpoint. It is boxed, so that all other code that serves a request is compiled once, and
/// not for each handler.
pub(super) type Answering<'a> = Running<'a>;

/// What answers at the end of a route: a handler, a mounted service, a 404 or a 405.
pub(super) trait AnyEndpoint<S>: Send + Sync {
    /// Runs this endpoint, after everything that is inherited has passed.
    fn answer<'a>(&'a self, context: &'a mut RequestContext, state: &'a S) -> Answering<'a>;

    /// Runs this endpoint if nothing is inherited, and if it needs nothing from the request.
    fn answer_alone(&self) -> Option<Serving> {
        None
    }

    /// What it needs itself, without what is inherited.
    fn plan(&self) -> Plan {
        Plan::NONE
    }

    /// Whether inherited dependencies are skipped.
    fn is_public(&self) -> bool {
        false
    }

    /// The handler's name.
    fn name(&self) -> &'static str;

    /// Whether it is a mounted service, not a handler.
    fn is_service(&self) -> bool {
        false
    }

    /// Declares its own dependencies for the documentation.
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

/// Refuses a request that has passed the guards: there is nothing here, or not for this method.
#[derive(Clone)]
pub(super) struct Refuse(HttpError);

impl Refuse {
    pub(super) fn not_found() -> Self {
        Self(HttpError::new(StatusCode::NOT_FOUND))
    }

    /// `Allow` is required (RFC 9110 §15.5.6). Only clients that pass the guards see it.
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
