//! `SlidingSession`: verify, check the store, slide, as one dependency.

use std::fmt;
use std::marker::PhantomData;

use axum::extract::FromRef;
use http::{HeaderName, Method, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::websocket::{accept_bearer_protocol, bearer_token};
use crate::context::RequestContext;
use crate::dependency::{Dependency, Plan, Provides};
use crate::description::OperationDoc;
use crate::problem::{HttpError, Rejection};
use crate::response::ResponseEdits;
use crate::token::{NoClaims, Session, SessionStore, Tokens};

/// The response header that brings the next token.
pub const REFRESH_TOKEN: HeaderName = HeaderName::from_static("refreshtoken");

/// A dependency whose value is the [`Session`] of the request's bearer token.
///
/// It verifies the token with the [`Tokens<C>`](Tokens) of the application's state, asks the session
/// store (if there is one) whether the session is alive, and slides the token: every response then
/// carries the next one in `refreshtoken`. A refusal is a 401; a store that cannot answer is a 503,
/// and nobody passes. Answers to `OPTIONS` carry no token.
///
/// `C` are the application's own claims. The store is that of the state, named by [`InState`]; without
/// one a session lives as long as its tokens, and cannot be ended before.
///
/// ```
/// use std::sync::Arc;
///
/// use auth_runtime::prelude::*;
/// use auth_runtime::security::{InState, SlidingSession};
/// use auth_runtime::token::{MemorySessionStore, NoClaims, Session, Tokens};
/// use axum::extract::FromRef;
///
/// #[derive(Clone, FromRef)]
/// struct AppState {
///     tokens: Tokens,
///     sessions: Arc<MemorySessionStore>,
/// }
///
/// type Auth = SlidingSession<NoClaims, InState<Arc<MemorySessionStore>>>;
///
/// #[depends]
/// async fn me(#[depends(Auth::new())] session: Session) -> String {
///     session.subject().to_owned()
/// }
///
/// #[depends(Auth::without_sliding())]               // a page that polls keeps nobody logged in
/// async fn unread() -> &'static str {
///     "3"
/// }
///
/// let routes = ApiRouter::<AppState>::new("")
///     .route("/unread", get(unread))
///     .include(ApiRouter::new("/me").depends(Auth::new()).route("/", get(me)));
/// # routes.build().unwrap();
/// ```
pub struct SlidingSession<C = NoClaims, Store = NoStore> {
    slides: bool,
    types: PhantomData<fn() -> (C, Store)>,
}

impl<C, Store> SlidingSession<C, Store> {
    /// The session of the request; its token slides.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            slides: true,
            types: PhantomData,
        }
    }

    /// The session of the request; its token stays as it is. It is another dependency than one that
    /// slides: where a route names both, the token slides.
    #[must_use]
    pub const fn without_sliding() -> Self {
        Self {
            slides: false,
            types: PhantomData,
        }
    }
}

/// Where the store of sessions is.
pub trait FindStore<S>: Send + Sync + 'static {
    /// Refuses the session unless it is alive.
    #[doc(hidden)]
    fn check<C: Send + Sync + 'static>(
        session: &Session<C>,
        tokens: &Tokens<C>,
        state: &S,
    ) -> impl Future<Output = Result<(), HttpError>> + Send;
}

/// There is no store: a session is alive while its tokens are.
#[derive(Debug, Clone, Copy)]
pub enum NoStore {}

impl<S: Sync> FindStore<S> for NoStore {
    async fn check<C: Send + Sync + 'static>(
        _session: &Session<C>,
        _tokens: &Tokens<C>,
        _state: &S,
    ) -> Result<(), HttpError> {
        Ok(())
    }
}

/// The store is the `T` of the application's state (`FromRef`).
pub struct InState<T>(PhantomData<fn() -> T>);

impl<T> fmt::Debug for InState<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("InState")
    }
}

impl<S, T> FindStore<S> for InState<T>
where
    S: Sync,
    T: SessionStore + FromRef<S>,
{
    async fn check<C: Send + Sync + 'static>(
        session: &Session<C>,
        tokens: &Tokens<C>,
        state: &S,
    ) -> Result<(), HttpError> {
        let status = T::from_ref(state)
            .check(session, tokens.now())
            .await
            .map_err(|error| {
                tracing::error!(%error, "the session store cannot answer");
                HttpError::new(StatusCode::SERVICE_UNAVAILABLE)
            })?;
        Ok(status.require_alive()?)
    }
}

impl<C, Store> Provides for SlidingSession<C, Store>
where
    C: Send + Sync + 'static,
    Store: Send + Sync + 'static,
{
    type Output = Session<C>;

    const PLAN: Plan = Plan::of("SlidingSession");

    fn describe(&self, operation: &mut OperationDoc) {
        operation.dependency("SlidingSession");
        operation.security("session");
        operation.error(401);
        operation.error(503);
        if self.slides {
            let text = "The next token: it takes the place of the one that was sent.";
            operation.sets_with_text("refreshtoken", text);
        }
    }
}

impl<S, C, Store> Dependency<S> for SlidingSession<C, Store>
where
    S: Sync + 'static,
    C: Serialize + DeserializeOwned + Send + Sync + 'static,
    Store: FindStore<S>,
    Tokens<C>: FromRef<S>,
{
    async fn resolve(
        &self,
        context: &mut RequestContext,
        state: &S,
    ) -> Result<Session<C>, Rejection> {
        let tokens = Tokens::<C>::from_ref(state);
        let session = tokens.verify(bearer_token(&context.request().headers)?)?;
        Store::check(&session, &tokens, state).await?;

        let (request, response) = context.split();
        accept_bearer_protocol(&request.headers, response);
        if self.slides && request.method != Method::OPTIONS {
            slide(&tokens, &session, response)?;
        }
        Ok(session)
    }
}

fn slide<C>(
    tokens: &Tokens<C>,
    session: &Session<C>,
    response: &mut ResponseEdits,
) -> Result<(), HttpError>
where
    C: Serialize + DeserializeOwned + 'static,
{
    if let Some(token) = tokens.slide_if_due(session)? {
        response.set_default(REFRESH_TOKEN, token)?;
    }
    Ok(())
}

impl<C, Store> Default for SlidingSession<C, Store> {
    fn default() -> Self {
        Self::new()
    }
}

impl<C, Store> Clone for SlidingSession<C, Store> {
    fn clone(&self) -> Self {
        Self {
            slides: self.slides,
            types: PhantomData,
        }
    }
}

impl<C, Store> PartialEq for SlidingSession<C, Store> {
    fn eq(&self, other: &Self) -> bool {
        self.slides == other.slides
    }
}

impl<C, Store> fmt::Debug for SlidingSession<C, Store> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("SlidingSession")
            .field("slides", &self.slides)
            .finish()
    }
}
