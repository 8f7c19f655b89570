//! `LiveSession`: a session that a store reports as alive, with its owner.

use std::fmt;
use std::ops::Deref;

use crate::token::{NoClaims, NumericDate, Session};

/// The session of a request, with what the store said about it: its owner at this moment.
///
/// It is the value of [`SlidingSession`](super::SlidingSession) with a store, and can be used like the
/// [`Session`] that it contains. `Owner` is the store's
/// [`Owner`](crate::token::SessionStore::Owner).
///
/// [`Debug`](fmt::Debug) shows what is not secret about the session, and nothing of the owner.
pub struct LiveSession<C = NoClaims, Owner = ()> {
    session: Session<C>,
    owner: Owner,
    lasts_until: NumericDate,
}

impl<C, Owner> LiveSession<C, Owner> {
    /// A session of this owner, which lasts until the presented token expires: for tests that replace
    /// the dependency, and for dependencies that query a store in another way.
    #[must_use]
    pub fn new(session: Session<C>, owner: Owner) -> Self {
        Self {
            lasts_until: session.expires_at(),
            session,
            owner,
        }
    }

    /// The same session, lasting until the response's token expires.
    #[must_use]
    pub fn lasting_until(self, lasts_until: NumericDate) -> Self {
        Self {
            lasts_until,
            ..self
        }
    }

    /// The session's owner at this moment.
    #[must_use]
    pub fn owner(&self) -> &Owner {
        &self.owner
    }

    /// Returns the session's owner at this moment, by value.
    #[must_use]
    pub fn into_owner(self) -> Owner {
        self.owner
    }

    /// When the session ends unless it is used again: when the token of the response expires, or the
    /// presented one if the response carries none.
    ///
    /// However much it is used, it ends at [`ends_at`](Session::ends_at).
    #[must_use]
    pub fn lasts_until(&self) -> NumericDate {
        self.lasts_until
    }
}

impl<C, Owner> Deref for LiveSession<C, Owner> {
    type Target = Session<C>;

    fn deref(&self) -> &Session<C> {
        &self.session
    }
}

/// The owner, which the store reported, is left out.
impl<C, Owner> From<LiveSession<C, Owner>> for Session<C> {
    fn from(live: LiveSession<C, Owner>) -> Self {
        live.session
    }
}

impl<C, Owner: Clone> Clone for LiveSession<C, Owner> {
    fn clone(&self) -> Self {
        Self {
            session: self.session.clone(),
            owner: self.owner.clone(),
            lasts_until: self.lasts_until,
        }
    }
}

impl<C, Owner> fmt::Debug for LiveSession<C, Owner> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("LiveSession")
            .field("session", &self.session)
            .field("lasts_until", &self.lasts_until)
            .finish_non_exhaustive()
    }
}
