//! `SlidingSession`: verify, check the store, slide, as one dependency.

use std::fmt;
use std::marker::PhantomData;

use axum::extract::FromRef;
use http::{HeaderName, Method, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::live::LiveSession;
use super::websocket::{accept_bearer_protocol, bearer_token};
use crate::context::RequestContext;
use crate::dependency::{Dependency, Plan, Provides};
use crate::description::OperationDoc;
use crate::problem::{HttpError, Rejection};
use crate::response::ResponseEdits;
use crate::token::{NoClaims, Session, SessionRecord, SessionStore, Tokens};

/// The response header that carries the next token.
pub const REFRESH_TOKEN: HeaderName = HeaderName::from_static("refreshtoken");

/// A dependency whose value is the session of the request's bearer token.
///
/// It verifies the token with the [`Tokens<C>`](Tokens) of the application's state, asks the session
/// store (if there is one) whether the session is alive, and slides the token: every response then
/// carries the next one in `refreshtoken`, which never outlives the session's record. With
/// [`Sliding::AfterPart`](crate::token::Sliding::AfterPart), it does so only when a new token is due. A refusal is a
/// 401. If the store cannot answer, the response is a 503, and nobody passes. Responses to `OPTIONS` carry
/// no token.
///
/// `C` is the type of the application's own claims. [`InState`] names the store in the state, and the
/// value is then a [`LiveSession`], which knows its owner:
///
/// ```
/// use std::sync::Arc;
///
/// use auth_runtime::prelude::*;
/// use auth_runtime::security::{InState, LiveSession, SlidingSession};
/// use auth_runtime::token::{MemorySessionStore, NoClaims, Tokens};
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
/// async fn me(#[depends(Auth::new())] session: LiveSession) -> String {
///     session.subject().to_owned()
/// }
///
/// #[depends(Auth::without_sliding())]               // polling does not keep a user logged in
/// async fn unread() -> &'static str {
///     "3"
/// }
///
/// let routes = ApiRouter::<AppState>::new("")
///     .route("/unread", get(unread))
///     .include(ApiRouter::new("/me").depends(Auth::new()).route("/", get(me)));
/// # routes.build().unwrap();
/// ```
///
/// Without a store, the value is the [`Session`] itself. It lives as long as its tokens, and cannot be
/// ended earlier:
///
/// ```
/// use auth_runtime::prelude::*;
/// use auth_runtime::security::SlidingSession;
/// use auth_runtime::token::{NoClaims, Session, Tokens};
///
/// #[depends]
/// async fn me(#[depends(SlidingSession::<NoClaims>::new())] session: Session) -> String {
///     session.subject().to_owned()
/// }
///
/// let routes = ApiRouter::<Tokens>::new("/me").route("/", get(me));
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

    /// The session of the request; its token stays as it is. This is a different dependency from the one
    /// that slides: if a route names both, the token slides.
    #[must_use]
    pub const fn without_sliding() -> Self {
        Self {
            slides: false,
            types: PhantomData,
        }
    }
}

/// Which session store is asked, and therefore which type a session has in handlers.
///
/// It does not depend on the application's state: what a dependency provides is the same for every state.
pub trait WhichStore: Send + Sync + 'static {
    /// What the store knows about a session's owner.
    type Owner: Clone + Send + Sync + 'static;

    /// Whether the store may be unable to answer.
    #[doc(hidden)]
    const MAY_FAIL: bool = true;

    /// The value of [`SlidingSession`].
    type Value<C: Send + Sync + 'static>: From<LiveSession<C, Self::Owner>>
        + Clone
        + Send
        + Sync
        + 'static;
}

/// How to find that store in a state `S`.
pub trait FindStore<S>: WhichStore {
    /// Refuses the session unless it is alive; returns its owner and its end.
    #[doc(hidden)]
    fn check<C: Send + Sync + 'static>(
        session: Session<C>,
        tokens: &Tokens<C>,
        state: &S,
    ) -> impl Future<Output = Result<LiveSession<C, Self::Owner>, HttpError>> + Send;
}

/// There is no store: a session is alive as long as its tokens are, and its type is [`Session`].
#[derive(Debug, Clone, Copy)]
pub enum NoStore {}

impl WhichStore for NoStore {
    type Owner = ();
    type Value<C: Send + Sync + 'static> = Session<C>;

    const MAY_FAIL: bool = false;
}

impl<S: Sync> FindStore<S> for NoStore {
    async fn check<C: Send + Sync + 'static>(
        session: Session<C>,
        _tokens: &Tokens<C>,
        _state: &S,
    ) -> Result<LiveSession<C>, HttpError> {
        Ok(LiveSession::new(session, ()))
    }
}

/// The store is the `T` of the application's state (`FromRef`), and a session's type is [`LiveSession`].
pub struct InState<T>(PhantomData<fn() -> T>);

impl<T> fmt::Debug for InState<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("InState")
    }
}

impl<T: SessionStore> WhichStore for InState<T> {
    type Owner = T::Owner;
    type Value<C: Send + Sync + 'static> = LiveSession<C, T::Owner>;
}

impl<S, T> FindStore<S> for InState<T>
where
    S: Sync,
    T: SessionStore + FromRef<S>,
{
    async fn check<C: Send + Sync + 'static>(
        session: Session<C>,
        tokens: &Tokens<C>,
        state: &S,
    ) -> Result<LiveSession<C, T::Owner>, HttpError> {
        let status = T::from_ref(state)
            .check(&session, tokens.now())
            .await
            .map_err(|error| {
                tracing::error!(%error, "the session store failed");
                HttpError::new(StatusCode::SERVICE_UNAVAILABLE)
            })?;
        let SessionRecord { owner, ends_at } = status.require_alive()?;
        Ok(LiveSession::new(session.ending_by(ends_at)?, owner))
    }
}

impl<C, Store> Provides for SlidingSession<C, Store>
where
    C: Send + Sync + 'static,
    Store: WhichStore,
{
    type Output = Store::Value<C>;

    const PLAN: Plan = Plan::of("SlidingSession").refusing(true);

    fn describe(&self, operation: &mut OperationDoc) {
        operation.dependency("SlidingSession");
        operation.security("session");
        operation.error(401);
        if Store::MAY_FAIL {
            operation.error(503);
        }
        if self.slides {
            let text = "The next token, which replaces the one that was sent.";
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
    ) -> Result<Store::Value<C>, Rejection> {
        let tokens = Tokens::<C>::from_ref(state);
        let presented = tokens.verify(bearer_token(&context.request().headers)?)?;
        let session = Store::check(presented, &tokens, state).await?;

        let (request, response) = context.split();
        accept_bearer_protocol(&request.headers, response);
        if self.slides && request.method != Method::OPTIONS {
            return Ok(slide(&tokens, session, response)?.into());
        }
        Ok(session.into())
    }
}

fn slide<C, Owner>(
    tokens: &Tokens<C>,
    session: LiveSession<C, Owner>,
    response: &mut ResponseEdits,
) -> Result<LiveSession<C, Owner>, HttpError>
where
    C: Serialize + DeserializeOwned + 'static,
{
    let Some(token) = tokens.slide_if_due(&session)? else {
        return Ok(session);
    };
    let lasts_until = token.expires_at();
    response.set_default(REFRESH_TOKEN, token)?;
    Ok(session.lasting_until(lasts_until))
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
