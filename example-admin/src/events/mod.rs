//! `Events`: sends what is written to the audit log to all listeners, as it happens.
//!
//! [`feed`] reads what was committed, on any node, and distributes it; [`places`] limits how many clients
//! listen; [`listener`] is one such client, on a WebSocket, for as long as its session lasts.

mod feed;
mod listener;
mod places;

use std::sync::Arc;

use auth_runtime::token::Tokens;
use axum::extract::ws::Utf8Bytes;
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;

use crate::domain::AuditEntry;
use crate::guards::CurrentSession;
use crate::server::Stopping;
use crate::store::{Store, StoreError};
use feed::Feed;
use listener::Standing;
use places::Places;

pub(crate) use listener::Listener;
pub(crate) use places::Full;

/// How many events a listener may be behind before it is disconnected.
const BACKLOG: usize = 256;

/// An entry of the audit log on its way to the listeners. A clone is the same event.
#[derive(Debug, Clone)]
struct Event {
    entry: Arc<AuditEntry>,
    /// The entry as JSON, written once for all listeners.
    text: Utf8Bytes,
}

/// What is written to the audit log, from now on. A clone tells the same.
#[derive(Debug, Clone)]
pub struct Events {
    sender: broadcast::Sender<Event>,
    places: Places,
    store: Store,
    tokens: Tokens,
}

impl Events {
    /// Begins to tell what is written to `store`.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the database fails.
    pub async fn of(store: &Store, tokens: &Tokens) -> Result<Self, StoreError> {
        let (sender, _) = broadcast::channel(BACKLOG);
        let feed = Feed::starting_now(store.clone(), sender.clone()).await?;
        tokio::spawn(feed.run());
        Ok(Self {
            sender,
            places: Places::default(),
            store: store.clone(),
            tokens: tokens.clone(),
        })
    }

    /// Lets the owner of `session` listen to everything that is written from now on, until the session
    /// ends or the server stops.
    ///
    /// # Errors
    ///
    /// [`ListenError`].
    pub(crate) async fn listen(
        &self,
        session: CurrentSession,
        stopping: Stopping,
    ) -> Result<Listener<Standing>, ListenError> {
        let place = self.places.take(session.owner().id)?;
        let events = Subscription {
            receiver: self.sender.subscribe(),
            // Earlier entries may still be on their way, and must not be sent.
            after: self.store.newest_audit_id().await?,
        };
        let standing = Standing::new(session, self.store.clone(), self.tokens.clone());
        Ok(Listener::new(place, events, standing, stopping))
    }
}

/// The events after the entry with a given number.
struct Subscription {
    receiver: broadcast::Receiver<Event>,
    after: i64,
}

impl Subscription {
    async fn next(&mut self) -> Result<Event, RecvError> {
        loop {
            let event = self.receiver.recv().await?;
            if event.entry.id > self.after {
                return Ok(event);
            }
        }
    }
}

/// Why somebody cannot listen.
#[derive(Debug)]
pub(crate) enum ListenError {
    /// Too many do already.
    Full(Full),
    /// The database does not answer.
    Store(StoreError),
}

impl From<Full> for ListenError {
    fn from(full: Full) -> Self {
        Self::Full(full)
    }
}

impl From<StoreError> for ListenError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}
