//! A listener whose socket the test holds, with a clock that stands still until everything waits for it.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::Mutex;
use std::task::{Context, Poll};

use auth_runtime::token::NumericDate;
use tokio::sync::{broadcast, mpsc};
use tokio::task::JoinHandle;

use super::super::places::Places;
use super::*;
use crate::domain::{Action, UserId, Username};

/// A socket: what the client sends, and what is sent to it. It accepts a limited number of messages.
struct Socket {
    from_client: mpsc::UnboundedReceiver<Message>,
    to_client: mpsc::Sender<Message>,
}

impl Stream for Socket {
    type Item = Result<Message, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.from_client
            .poll_recv(context)
            .map(|message| message.map(Ok))
    }
}

impl Sink<Message> for Socket {
    type Error = Error;

    fn poll_ready(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<(), Error>> {
        if self.to_client.capacity() == 0 {
            return Poll::Pending;
        }
        Poll::Ready(Ok(()))
    }

    fn start_send(self: Pin<&mut Self>, message: Message) -> Result<(), Error> {
        self.to_client.try_send(message).map_err(Error::new)
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<(), Error>> {
        Poll::Ready(Ok(()))
    }

    fn poll_close(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<(), Error>> {
        Poll::Ready(Ok(()))
    }
}

/// The standing of `anna` at each lookup; the last one is repeated.
struct Looks(Mutex<VecDeque<Result<Duration, End>>>);

impl Check for Looks {
    async fn time_left(&self) -> Result<Duration, End> {
        let mut looks = self.0.lock().unwrap();
        if looks.len() > 1 {
            return looks.pop_front().unwrap();
        }
        looks[0]
    }

    fn is_over(&self) -> bool {
        false
    }

    fn is_about(&self, entry: &AuditEntry) -> bool {
        entry.subject.as_str() == "anna"
    }
}

/// The client of a listener, and the events for it.
struct Client {
    to_server: Option<mpsc::UnboundedSender<Message>>,
    from_server: mpsc::Receiver<Message>,
    events: broadcast::Sender<Event>,
    places: Places,
    serving: JoinHandle<()>,
}

const LONG: Result<Duration, End> = Ok(Duration::from_hours(1));

/// Listens with this standing; the client buffers `room` messages before it reads any.
fn listen(room: usize, standing: impl IntoIterator<Item = Result<Duration, End>>) -> Client {
    let (to_server, from_client) = mpsc::unbounded_channel();
    let (to_client, from_server) = mpsc::channel(room);
    let (events, receiver) = broadcast::channel(4);
    let places = Places::default();
    let listener = Listener::new(
        places.take(UserId(1)).unwrap(),
        Subscription { receiver, after: 3 },
        Looks(Mutex::new(standing.into_iter().collect())),
        Stopping::never(),
    );
    let socket = Socket {
        from_client,
        to_client,
    };
    Client {
        to_server: Some(to_server),
        from_server,
        events,
        places,
        serving: tokio::spawn(listener.serve(socket)),
    }
}

impl Client {
    fn tell(&self, subject: &str) {
        self.tell_of(7, subject);
    }

    fn tell_of(&self, id: i64, subject: &str) {
        let entry = AuditEntry {
            id,
            at: NumericDate::MIN,
            actor: Username::parse("admin").unwrap(),
            action: Action::Login,
            subject: Username::parse(subject).unwrap(),
            address: String::new(),
        };
        self.events.send(Event::of(entry)).unwrap();
    }

    fn say(&self, message: Message) {
        self.to_server.as_ref().unwrap().send(message).unwrap();
    }

    /// The next message that is not a ping. Pings are answered if the client is alive.
    async fn next(&mut self, is_alive: bool) -> Option<Message> {
        loop {
            match self.from_server.recv().await {
                Some(Message::Ping(payload)) if is_alive => self.say(Message::Pong(payload)),
                Some(Message::Ping(_)) => {}
                other => return other,
            }
        }
    }

    /// The code with which the server closes; then the client leaves.
    async fn closed_with(mut self) -> u16 {
        let Some(Message::Close(Some(frame))) = self.next(true).await else {
            panic!("no goodbye");
        };
        assert!(!frame.reason.is_empty());
        self.to_server = None;
        self.serving.await.unwrap();
        frame.code
    }
}

#[tokio::test(start_paused = true)]
async fn events_are_told_as_json() {
    let mut client = listen(8, [LONG]);
    client.tell_of(3, "whoever came before");
    client.tell("bob");
    let Some(Message::Text(text)) = client.next(true).await else {
        panic!("no event");
    };
    let event: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(event["subject"], "bob");
    assert_eq!(event["id"], 7);
}

#[tokio::test(start_paused = true)]
async fn who_answers_pings_stays_and_who_does_not_is_gone() {
    let mut alive = listen(64, [LONG]);
    let a_day = timeout(Duration::from_hours(24), alive.next(true)).await;
    assert!(a_day.is_err(), "{a_day:?}");

    let start = Instant::now();
    let mut silent = listen(64, [LONG]);
    assert_eq!(silent.next(false).await, None);
    assert_eq!(start.elapsed(), BEAT * SILENT_BEATS);
}

#[tokio::test(start_paused = true)]
async fn a_session_that_has_ended_is_noticed_at_the_next_beat() {
    let start = Instant::now();
    let client = listen(64, [LONG, LONG, Err(End::SessionOver)]);
    assert_eq!(client.closed_with().await, close_code::POLICY);
    assert_eq!(start.elapsed(), BEAT * 2);
}

#[tokio::test(start_paused = true)]
async fn a_session_is_looked_up_again_when_its_time_is_over() {
    let start = Instant::now();
    let left = Duration::from_secs(2);
    let client = listen(64, [Ok(left), Err(End::SessionOver)]);
    assert_eq!(client.closed_with().await, close_code::POLICY);
    assert_eq!(start.elapsed(), left);
}

#[tokio::test(start_paused = true)]
async fn nothing_is_told_after_the_end_of_the_session() {
    let client = listen(64, [LONG, Err(End::SessionOver)]);
    tokio::time::sleep(Duration::from_secs(1)).await;
    client.tell("anna");
    client.tell("bob");
    assert_eq!(client.closed_with().await, close_code::POLICY);
}

#[tokio::test(start_paused = true)]
async fn without_a_database_nobody_listens_on() {
    let client = listen(64, [LONG, Err(End::Unknown)]);
    assert_eq!(client.closed_with().await, close_code::AGAIN);
}

#[tokio::test(start_paused = true)]
async fn who_falls_behind_is_sent_away() {
    let client = listen(64, [LONG]);
    tokio::time::sleep(Duration::from_secs(1)).await;
    for _ in 0..10 {
        client.tell("bob");
    }
    assert_eq!(client.closed_with().await, close_code::AGAIN);
}

#[tokio::test(start_paused = true)]
async fn who_takes_nothing_is_given_up() {
    let start = Instant::now();
    let client = listen(1, [LONG]);
    client.tell("bob");
    client.tell("bob");
    client.serving.await.unwrap();
    assert!(start.elapsed() <= TAKEN_WITHIN + GOODBYE_WITHIN);
    client.places.take(UserId(1)).unwrap();
}

#[tokio::test(start_paused = true)]
async fn who_talks_is_sent_away() {
    for message in [
        Message::Text("hello".into()),
        Message::Binary(vec![1].into()),
    ] {
        let client = listen(64, [LONG]);
        client.say(message);
        assert_eq!(client.closed_with().await, close_code::UNSUPPORTED);
    }
}

#[tokio::test(start_paused = true)]
async fn who_leaves_is_forgotten() {
    let mut client = listen(64, [LONG]);
    client.to_server = None;
    assert_eq!(client.next(false).await, None);
    client.serving.await.unwrap();
}
