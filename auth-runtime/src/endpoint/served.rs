//! `Served`: what makes a `#[depends]` handler an ordinary axum handler.

use std::convert::Infallible;
use std::fmt;
use std::marker::PhantomData;

use axum::extract::{FromRequest, Request};
use axum::response::{IntoResponse, Response};

use super::{Answers, Endpoint};
use crate::context::RequestContext;
use crate::watch::Watch;

/// A request that the handler of `E` has served: it makes a `#[depends]` handler an ordinary axum
/// handler. It is an extractor that never rejects. A handler that needs nothing from the request returns it
/// without extracting it.
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
        // Constructed outside the future, which would otherwise have space for both the request and the
        // context.
        let mut context = RequestContext::new(request, E::PLAN, None);
        async move {
            let outcome = E::serve(&mut context, state).await;
            let response = if context.has_hooks() {
                // Only routers watch for something.
                context.run_hooks(outcome, Watch::IDLE).await
            } else {
                context.finish(outcome)
            };
            Ok(Self {
                response,
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
            response: E::answer().await.into_response(),
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
