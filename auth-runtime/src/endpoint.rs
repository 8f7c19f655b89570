//! What stands behind a handler: `Endpoint` says how it is served, `Served` makes it an axum handler.

use std::convert::Infallible;
use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;

use axum::extract::{FromRequest, Request};
use axum::response::{IntoResponse, Response};

use crate::context::RequestContext;
use crate::dependency::Plan;
use crate::description::OperationDoc;
use crate::problem::Rejection;

/// A handler with `#[depends]` or `#[public]`, for routes whose state is `S`.
///
/// The macros implement it; `M` is axum's marker of the handler's last extractor.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no handler of routes whose state is `{S}`",
    label = "no handler of these routes",
    note = "put `#[depends]` or `#[public]` on the handler"
)]
pub trait Endpoint<S, M>: Declaration {
    /// Resolves the dependencies, runs the extractors, calls the handler.
    fn serve(
        context: &mut RequestContext,
        state: &S,
    ) -> impl Future<Output = Result<Response, Rejection>> + Send;

    /// Answers without the request, if the handler needs nothing of it.
    #[doc(hidden)]
    #[must_use]
    fn answer_alone() -> Option<Alone> {
        None
    }
}

/// The future of a handler that is called without a request.
#[doc(hidden)]
pub type Alone = Pin<Box<dyn Future<Output = Response> + Send>>;

/// A handler that needs nothing of the request, and so is none of dependencies and extractors.
#[doc(hidden)]
pub trait Answers: Declaration {
    /// Calls the handler.
    fn answer() -> impl Future<Output = Response> + Send + 'static;
}

/// What a handler declares, whatever the application's state.
pub trait Declaration: 'static {
    /// What it needs.
    #[doc(hidden)]
    const PLAN: Plan;

    /// Whether it carries `#[public]`.
    const PUBLIC: bool;

    /// The name of its function.
    const NAME: &'static str;

    /// Says what documentation, CORS and the audit table need to know.
    fn describe(operation: &mut OperationDoc);
}

/// A request that the handler of `E` has served: what makes a `#[depends]` handler an ordinary axum
/// handler. It is an extractor that never rejects; what needs nothing of the request gives it without one.
pub struct Served<E> {
    response: Response,
    endpoint: PhantomData<fn() -> E>,
}

/// The marker of [`Served`] as an extractor; `M` is that of the handler's last one.
#[derive(Debug)]
pub struct Via<M>(PhantomData<M>);

impl<S, M, E> FromRequest<S, Via<M>> for Served<E>
where
    E: Endpoint<S, M>,
    S: Send + Sync + 'static,
{
    type Rejection = Infallible;

    fn from_request(
        request: Request,
        state: &S,
    ) -> impl Future<Output = Result<Self, Infallible>> + Send {
        // Made before the future, which else had room for both, the request and the context.
        let mut context = RequestContext::new(request, E::PLAN, None);
        async move {
            let outcome = E::serve(&mut context, state).await;
            Ok(Self {
                response: context.finish(outcome).response().await,
                endpoint: PhantomData,
            })
        }
    }
}

impl<E: Answers> Served<E> {
    /// Calls a handler that needs no request.
    #[doc(hidden)]
    pub async fn alone() -> Self {
        Self {
            response: E::answer().await,
            endpoint: PhantomData,
        }
    }
}

impl<E> IntoResponse for Served<E> {
    fn into_response(self) -> Response {
        self.response
    }
}

impl<E> fmt::Debug for Served<E> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_tuple("Served")
            .field(&self.response.status())
            .finish()
    }
}
