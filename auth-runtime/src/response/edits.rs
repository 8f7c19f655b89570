//! `ResponseEdits`: recorded by dependencies, applied once to whatever response results.

use std::{fmt, mem};

use axum::response::Response;
#[cfg(feature = "cookie")]
use http::header;
use http::{HeaderName, HeaderValue, StatusCode};

use super::header::{IntoHeaderName, InvalidHeader};
use super::header_edits::{Action, HeaderEdits};
use super::hook::{Hook, HookOutcome, Hooks};

/// Edits of a response that does not exist yet.
///
/// A dependency takes `&mut ResponseEdits` and records what the response is to carry. The edits are
/// applied, in the order in which they were made, to **whatever response results**: the handler's, a
/// later dependency's refusal, an extractor's rejection, a redirect, a `101`, a stream.
///
/// | edit | header absent | header present, set by an earlier edit or by the handler |
/// |---|---|---|
/// | [`set_default`](Self::set_default) | sets it | leaves it |
/// | [`insert`](Self::insert) | sets it | replaces all its values |
/// | [`append`](Self::append) | sets it | adds a value |
/// | [`remove`](Self::remove) | nothing | removes all its values |
///
/// A value marked as sensitive ([`HeaderValue::set_sensitive`]), as every token of this crate is,
/// also makes the response `Cache-Control: no-store` (RFC 9111 §5.2.2.5), because no cache may keep a
/// credential.
///
/// ```
/// # use auth_runtime::prelude::*;
/// #[dependency(sets("x-request-id"))]
/// async fn request_id(response: &mut ResponseEdits) -> Result<(), HttpError> {
///     response.set_default("x-request-id", "7f3a")?;
///     Ok(())
/// }
/// ```
#[derive(Default)]
pub struct ResponseEdits {
    headers: HeaderEdits,
    /// Dropping `None` costs nothing, unlike an empty list.
    hooks: Option<Vec<Hook>>,
}

impl ResponseEdits {
    #[inline]
    pub(crate) fn new() -> Self {
        Self {
            headers: HeaderEdits::new(),
            hooks: None,
        }
    }

    /// Sets the header unless the response already has it: FastAPI's `response.headers.setdefault`.
    ///
    /// # Errors
    ///
    /// [`InvalidHeader`] when the name or the value is invalid; nothing is recorded then.
    pub fn set_default<N, V>(&mut self, name: N, value: V) -> Result<(), InvalidHeader>
    where
        N: IntoHeaderName,
        V: TryInto<HeaderValue>,
    {
        self.headers.record(Action::SetDefault, name, value)
    }

    /// Sets the header, replacing all its values.
    ///
    /// # Errors
    ///
    /// [`InvalidHeader`] when the name or the value is invalid; nothing is recorded then.
    #[doc(alias("headers_mut", "headers"))]
    pub fn insert<N, V>(&mut self, name: N, value: V) -> Result<(), InvalidHeader>
    where
        N: IntoHeaderName,
        V: TryInto<HeaderValue>,
    {
        self.headers.record(Action::Insert, name, value)
    }

    /// Adds a value to the header.
    ///
    /// # Errors
    ///
    /// [`InvalidHeader`] when the name or the value is invalid; nothing is recorded then.
    pub fn append<N, V>(&mut self, name: N, value: V) -> Result<(), InvalidHeader>
    where
        N: IntoHeaderName,
        V: TryInto<HeaderValue>,
    {
        self.headers.record(Action::Append, name, value)
    }

    /// Removes the header, with all values from earlier edits and from the handler.
    ///
    /// # Errors
    ///
    /// [`InvalidHeader`] when the name is invalid.
    pub fn remove<N>(&mut self, name: N) -> Result<(), InvalidHeader>
    where
        N: IntoHeaderName,
    {
        self.headers
            .record(Action::Remove, name, HeaderValue::from_static(""))
    }

    /// Adds a `Set-Cookie` (RFC 6265 §4.1), after those that the handler sets itself. A cookie that
    /// scripts may not read (`HttpOnly`) is treated as a credential, like a sensitive value.
    ///
    /// # Errors
    ///
    /// [`InvalidHeader::Cookie`] when the cookie has characters that RFC 6265 §4.1.1 does not allow,
    /// such as a `;` in its value: encode values that may contain them. Nothing is recorded then.
    #[cfg(feature = "cookie")]
    pub fn set_cookie(&mut self, cookie: &cookie::Cookie<'_>) -> Result<(), InvalidHeader> {
        self.append(header::SET_COOKIE, super::cookie::header_value(cookie)?)
    }

    /// Gives the response this status; the last one wins.
    ///
    /// It applies to whatever response results, even to a later refusal. To change the status of
    /// successful responses only, register a hook with [`after`](Self::after). A `101` keeps its
    /// status, because the protocol has already changed, and a hook's `Err` keeps its own. A status
    /// without content (204, 205, 304) removes the body. An interim status (1xx) cannot be the status of
    /// a response, and is ignored.
    #[doc(alias = "status_mut")]
    pub fn set_status(&mut self, status: StatusCode) {
        if status.is_informational() {
            tracing::error!(%status, "a dependency set a status that a response cannot have");
            return;
        }
        self.headers.set_status(status);
    }

    /// Runs `hook` when the handler is done, or when a dependency or an extractor has refused the
    /// request. The hook registered last runs first.
    ///
    /// The hook gets the real response, edits included, and returns it, changed or not. A hook that may
    /// fail returns a `Result`: an `Err` replaces the response (a failed commit becomes a 503, say) and
    /// gets the edits of headers too. It becomes a response as a dependency's `Err` does. The body has not
    /// been sent yet. All values of the request's dependencies are dropped by then, except what the hook
    /// owns.
    ///
    /// When the client disconnects or the handler panics, hooks do not run and are dropped. Put clean-up
    /// that must happen into the `Drop` of a value that the hook owns. Under a router that
    /// [catches panics](crate::ApiRouter::catch_panics), hooks run on the 500 that answers one, and a hook
    /// that panics is like one that returns a 500.
    ///
    /// ```
    /// # use auth_runtime::prelude::*;
    /// #[dependency]
    /// async fn count_failures(response: &mut ResponseEdits) {
    ///     response.after(async |response: Response| {
    ///         if response.status().is_server_error() { /* count */ }
    ///         response
    ///     });
    /// }
    /// ```
    pub fn after<F, Fut>(&mut self, hook: F)
    where
        F: FnOnce(Response) -> Fut + Send + 'static,
        Fut: Future + Send + 'static,
        Fut::Output: HookOutcome,
    {
        self.hooks.get_or_insert_default().push(Hook::new(hook));
    }

    /// The headers that are set.
    pub(crate) fn names(&self) -> impl Iterator<Item = &HeaderName> {
        self.headers.names()
    }

    /// Names the WebSocket subprotocol, if the response is a `101` and its handler chose none (RFC 6455
    /// §4.2.2).
    pub(crate) fn accept_protocol(&mut self, protocol: &'static str) {
        self.headers.accept_protocol(protocol);
    }

    /// Applies the edits to the response that resulted.
    #[inline]
    pub(crate) fn apply(&mut self, response: &mut Response) {
        if self.headers.is_empty() {
            return;
        }
        if self.hooks.is_none() {
            self.headers.apply(response);
        } else {
            self.apply_copy(response);
        }
    }

    /// The same if there are hooks: one may replace this response, and the replacement gets the edits, too.
    #[cold]
    fn apply_copy(&mut self, response: &mut Response) {
        self.headers.clone().apply(response);
    }

    /// Whether there are hooks.
    #[inline]
    pub(crate) fn has_hooks(&self) -> bool {
        self.hooks.is_some()
    }

    /// The hooks, for the response that the edits were applied to.
    pub(crate) fn take_hooks(&mut self) -> Hooks {
        let hooks = self.hooks.take().unwrap_or_default();
        Hooks::new(hooks, mem::take(&mut self.headers))
    }
}

impl fmt::Debug for ResponseEdits {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ResponseEdits")
            .field("headers", &self.headers)
            .field("hooks", &self.hooks.as_ref().map_or(0, Vec::len))
            .finish()
    }
}

#[cfg(test)]
mod tests;
