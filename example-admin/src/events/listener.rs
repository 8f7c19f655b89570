//! `Listener`: a client that listens to events on a WebSocket, for as long as its session lasts.

use std::time::Duration;

use auth_runtime::token::Tokens;
use axum::Error;
use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, close_code};
use futures_util::{Sink, SinkExt as _, Stream, StreamExt as _};
use tokio::sync::broadcast::error::RecvError;
use tokio::time::{Instant, sleep_until, timeout};

use super::places::Place;
use super::{Event, Subscription};
use crate::domain::AuditEntry;
use crate::guards::CurrentSession;
use crate::server::Stopping;
use crate::store::Store;

/// How often the session is looked up, and the client is pinged.
const BEAT: Duration = Duration::from_secs(5);

/// After this many beats without a sign of life, the client counts as gone.
const SILENT_BEATS: u32 = 4;

/// How long a client may take to accept the next message.
const TAKEN_WITHIN: Duration = Duration::from_secs(10);

/// How long a client may take to acknowledge the close.
const GOODBYE_WITHIN: Duration = Duration::from_secs(2);

/// A client that listens.
pub(crate) struct Listener<C> {
    _place: Place,
    events: Subscription,
    standing: C,
    stopping: Stopping,
    silent_beats: u32,
}

/// Whether a client may continue to listen.
pub(crate) trait Check: Send + Sync {
    /// For how long, as far as is known now.
    fn time_left(&self) -> impl Future<Output = Result<Duration, End>> + Send;

    /// The same without asking the database.
    fn is_over(&self) -> bool;

    /// Whether the entry is about something that was done to this user, and may have ended the session.
    fn is_about(&self, entry: &AuditEntry) -> bool;
}

/// Why a socket is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// The client has left, or seems to.
    Gone,
    /// The session has ended, or its token has expired.
    SessionOver,
    /// The database does not say whether the session goes on.
    Unknown,
    /// The client does not take what it is sent.
    TooSlow,
    /// The client sent something.
    Talks,
    /// The server stops.
    Stopping,
}

impl<C: Check> Listener<C> {
    pub(super) fn new(place: Place, events: Subscription, standing: C, stopping: Stopping) -> Self {
        Self {
            _place: place,
            events,
            standing,
            stopping,
            silent_beats: 0,
        }
    }

    /// Sends events on `socket` until there is a reason not to.
    pub(crate) async fn serve<S>(mut self, mut socket: S)
    where
        S: Stream<Item = Result<Message, Error>> + Sink<Message, Error = Error> + Unpin + Send,
    {
        tracing::info!("event stream opened");
        let end = self.listen(&mut socket).await;
        tracing::info!(reason = ?end, "event stream closed");
        if let Some(frame) = end.close_frame() {
            // A client that does not even accept this gets nothing more.
            let _ = timeout(GOODBYE_WITHIN, say_goodbye(&mut socket, frame)).await;
        }
    }

    async fn listen<S>(&mut self, socket: &mut S) -> End
    where
        S: Stream<Item = Result<Message, Error>> + Sink<Message, Error = Error> + Unpin + Send,
    {
        let mut next_beat = Instant::now();
        loop {
            let result = tokio::select! {
                () = self.stopping.told() => Err(End::Stopping),
                message = socket.next() => self.hear(message.as_ref()),
                event = self.events.next() => self.tell(socket, event).await,
                () = sleep_until(next_beat) => self.beat(socket, &mut next_beat).await,
            };
            if let Err(end) = result {
                return end;
            }
        }
    }

    /// Every message is a sign of life. The socket itself answers pings.
    fn hear(&mut self, message: Option<&Result<Message, Error>>) -> Result<(), End> {
        match message {
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => {
                self.silent_beats = 0;
                Ok(())
            }
            Some(Ok(Message::Text(_) | Message::Binary(_))) => Err(End::Talks),
            Some(Ok(Message::Close(_)) | Err(_)) | None => Err(End::Gone),
        }
    }

    /// Passes an event on, unless it ends the session or comes after its end.
    async fn tell<S>(&self, socket: &mut S, event: Result<Event, RecvError>) -> Result<(), End>
    where
        S: Sink<Message, Error = Error> + Unpin + Send,
    {
        let event = event.map_err(|error| match error {
            RecvError::Lagged(_) => End::TooSlow,
            RecvError::Closed => End::Stopping,
        })?;
        if self.standing.is_over() {
            return Err(End::SessionOver);
        }
        if self.standing.is_about(&event.entry) {
            self.standing.time_left().await?;
        }
        send(socket, Message::Text(event.text)).await
    }

    async fn beat<S>(&mut self, socket: &mut S, next_beat: &mut Instant) -> Result<(), End>
    where
        S: Sink<Message, Error = Error> + Unpin + Send,
    {
        let time_left = self.standing.time_left().await?;
        if self.silent_beats >= SILENT_BEATS {
            return Err(End::Gone);
        }
        self.silent_beats += 1;
        *next_beat = Instant::now() + time_left.min(BEAT);
        send(socket, Message::Ping(Vec::new().into())).await
    }
}

async fn send<S>(socket: &mut S, message: Message) -> Result<(), End>
where
    S: Sink<Message, Error = Error> + Unpin + Send,
{
    match timeout(TAKEN_WITHIN, socket.send(message)).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(_)) => Err(End::Gone),
        Err(_) => Err(End::TooSlow),
    }
}

/// Says why, and waits until the client has read it: closing a connection with unread data in it resets it,
/// and the client then sees only the reset.
async fn say_goodbye<S>(socket: &mut S, frame: CloseFrame)
where
    S: Stream<Item = Result<Message, Error>> + Sink<Message, Error = Error> + Unpin + Send,
{
    if socket.send(Message::Close(Some(frame))).await.is_ok() {
        while let Some(Ok(_)) = socket.next().await {}
    }
}

impl End {
    /// What the client is told (RFC 6455 §7.4; 1013 is IANA's "try again later"). After 1008 it must log in
    /// again; after the others it may reconnect.
    fn close_frame(self) -> Option<CloseFrame> {
        let (code, reason) = match self {
            Self::Gone => return None,
            Self::SessionOver => (close_code::POLICY, "the session has ended"),
            Self::Unknown => (
                close_code::AGAIN,
                "the session cannot be looked up at the moment",
            ),
            Self::TooSlow => (close_code::AGAIN, "events arrive faster than they are read"),
            Self::Talks => (close_code::UNSUPPORTED, "clients cannot send messages here"),
            Self::Stopping => (close_code::AWAY, "the server is stopping"),
        };
        Some(CloseFrame {
            code,
            reason: Utf8Bytes::from_static(reason),
        })
    }
}

/// The standing of a session. The token in the handshake's response is the last one that this socket can
/// know, so it may listen until that token expires.
pub(crate) struct Standing {
    session: CurrentSession,
    store: Store,
    tokens: Tokens,
}

impl Standing {
    pub(super) fn new(session: CurrentSession, store: Store, tokens: Tokens) -> Self {
        Self {
            session,
            store,
            tokens,
        }
    }
}

impl Check for Standing {
    async fn time_left(&self) -> Result<Duration, End> {
        match self.store.has_session(self.session.id()).await {
            Ok(true) if !self.is_over() => {
                let lasts_until = self.session.lasts_until();
                Ok(lasts_until.saturating_since(self.tokens.now()))
            }
            Ok(_) => Err(End::SessionOver),
            Err(error) => {
                tracing::error!(%error, "the database failed");
                Err(End::Unknown)
            }
        }
    }

    fn is_over(&self) -> bool {
        self.tokens.now() >= self.session.lasts_until()
    }

    fn is_about(&self, entry: &AuditEntry) -> bool {
        entry.subject == self.session.owner().username
    }
}

#[cfg(test)]
mod tests;
