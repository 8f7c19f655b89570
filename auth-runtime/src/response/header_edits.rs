//! `HeaderEdits`: the edits of a response's headers and status, applied to as many responses as needed.

mod recorded;

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};

use self::recorded::{Edit, Recorded, TooManyHeaders};
use super::content::has_content;
use super::header::{IntoHeaderName, InvalidHeader, check_not_framing};
use crate::problem::HttpError;

/// What an edit does to a header.
#[derive(Debug, Clone, Copy)]
pub(super) enum Action {
    SetDefault,
    Insert,
    Append,
    Remove,
}

/// The edits of headers and status.
#[derive(Debug, Clone, Default)]
pub(super) struct HeaderEdits {
    recorded: Recorded,
    status: Option<StatusCode>,
    protocol: Option<&'static str>,
    carry_a_credential: bool,
}

impl HeaderEdits {
    #[inline]
    pub(super) fn new() -> Self {
        Self {
            recorded: Recorded::None,
            status: None,
            protocol: None,
            carry_a_credential: false,
        }
    }

    /// Whether they do not change the response.
    #[inline]
    pub(super) fn is_empty(&self) -> bool {
        matches!(self.recorded, Recorded::None) && self.status.is_none() && self.protocol.is_none()
    }

    /// The names of the headers that are set.
    pub(super) fn names(&self) -> impl Iterator<Item = &HeaderName> {
        self.recorded.names()
    }

    pub(super) fn set_status(&mut self, status: StatusCode) {
        self.status = Some(status);
    }

    pub(super) fn accept_protocol(&mut self, protocol: &'static str) {
        self.protocol = Some(protocol);
    }

    /// Records an edit, unless the name or the value is invalid.
    #[inline]
    pub(super) fn record<N, V>(
        &mut self,
        action: Action,
        name: N,
        value: V,
    ) -> Result<(), InvalidHeader>
    where
        N: IntoHeaderName,
        V: TryInto<HeaderValue>,
    {
        let name = name.into_header_name()?;
        check_not_framing(&name)?;
        let Ok(value) = value.try_into() else {
            return Err(InvalidHeader::Value);
        };
        self.carry_a_credential |= value.is_sensitive();
        self.recorded.add(Edit {
            action,
            name,
            value,
        });
        Ok(())
    }

    /// Applies the edits, in order, and consumes them.
    #[inline]
    pub(super) fn apply(&mut self, response: &mut Response) {
        if let Some(status) = self.status {
            set_status(response, status);
        }
        self.apply_to_headers(response);
    }

    /// The same without changing the response's status.
    pub(super) fn apply_to_headers(&mut self, response: &mut Response) {
        let is_upgrade = response.status() == StatusCode::SWITCHING_PROTOCOLS;
        if self.try_apply(is_upgrade, response.headers_mut()).is_err() {
            tracing::error!("a response with too many headers was replaced with a 500");
            *response = HttpError::new(StatusCode::INTERNAL_SERVER_ERROR).into_response();
        }
    }

    fn try_apply(
        &mut self,
        is_upgrade: bool,
        headers: &mut HeaderMap,
    ) -> Result<(), TooManyHeaders> {
        self.recorded.apply(headers)?;
        if is_upgrade && let Some(protocol) = self.protocol {
            let value = HeaderValue::from_static(protocol);
            headers
                .try_entry(header::SEC_WEBSOCKET_PROTOCOL)?
                .or_try_insert(value)?;
        }
        if self.carry_a_credential {
            headers.try_insert(header::CACHE_CONTROL, NO_STORE)?;
        }
        Ok(())
    }
}

/// Sets the response's status, unless the protocol has already been switched.
fn set_status(response: &mut Response, status: StatusCode) {
    if response.status() == StatusCode::SWITCHING_PROTOCOLS {
        return;
    }
    *response.status_mut() = status;
    if !has_content(status) {
        *response.body_mut() = Body::empty();
        response.headers_mut().remove(header::CONTENT_TYPE);
        response.headers_mut().remove(header::CONTENT_LENGTH);
    }
}

/// Tells caches not to store a response with a credential.
const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    /// A sensitive value.
    fn token() -> HeaderValue {
        let mut token = HeaderValue::from_static("hunter2");
        token.set_sensitive(true);
        token
    }

    #[test]
    fn a_status_without_content_takes_away_what_speaks_of_it() {
        let mut response = ([(header::CONTENT_LENGTH, "4")], "body").into_response();
        set_status(&mut response, StatusCode::NO_CONTENT);
        assert!(response.headers().is_empty(), "{response:?}");
    }

    proptest! {
        /// The first response and the one with which a hook replaces it are edited alike.
        #[test]
        fn a_clone_edits_like_the_original(
            edits in vec((0..4_usize, prop::sample::select(&["x", "y"][..]), any::<bool>()), 0..16),
            own in vec(prop::sample::select(&["x", "y", "cache-control"][..]), 0..4),
        ) {
            let mut recorded = HeaderEdits::new();
            for (number, (action, name, is_token)) in edits.into_iter().enumerate() {
                let actions = [Action::SetDefault, Action::Insert, Action::Append, Action::Remove];
                let value = if is_token { token() } else { HeaderValue::from(number) };
                recorded.record(actions[action], name, value).unwrap();
            }
            let response = || {
                let mut response = ().into_response();
                for name in &own {
                    response.headers_mut().append(*name, HeaderValue::from_static("own"));
                }
                response
            };

            let (mut first, mut second) = (response(), response());
            recorded.clone().apply(&mut first);
            recorded.apply(&mut second);
            prop_assert_eq!(first.headers(), second.headers());
        }
    }
}
