//! R11: a request that is dropped in the middle leaves nothing behind, and a panic affects only its own
//! request.

use std::convert::Infallible;
use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use auth_runtime::{HttpError, ResponseEdits, dependency, depends};
use axum::Router;
use axum::extract::{FromRef, FromRequest, FromRequestParts, Path, Request, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::Response;
use axum::routing::any;
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};
use tower::{Service, ServiceExt};

use super::support::{
    Alive, Log, Tally, WatchedBody, Wire, eventually, get, pause, post, send, serve, soon,
};

#[derive(Clone)]
struct Site {
    log: Log,
    tally: Tally,
    /// One connection to the database, which a request must give back.
    database: Arc<Semaphore>,
}

impl Site {
    fn new() -> Self {
        Self {
            log: Log::default(),
            tally: Tally::default(),
            database: Arc::new(Semaphore::new(1)),
        }
    }

    fn app(&self) -> Router {
        Router::new()
            .route("/", any(handler))
            .with_state(self.clone())
    }

    fn request(&self) -> Request {
        post(
            "/",
            "text/plain",
            WatchedBody::body("body", &self.log, &self.tally),
        )
    }
}

impl FromRef<Site> for Log {
    fn from_ref(site: &Site) -> Self {
        site.log.clone()
    }
}

impl FromRef<Site> for Tally {
    fn from_ref(site: &Site) -> Self {
        site.tally.clone()
    }
}

#[dependency]
async fn connection(State(site): State<Site>) -> Arc<OwnedSemaphorePermit> {
    pause().await;
    let permit = site.database.acquire_owned().await.unwrap();
    pause().await;
    site.log.note("connection");
    Arc::new(permit)
}

#[dependency]
async fn transaction(
    #[depends(connection)] _connection: Arc<OwnedSemaphorePermit>,
    State(site): State<Site>,
    response: &mut ResponseEdits,
) -> Alive {
    let (log, owned) = (site.log, site.tally.alive());
    response.after(async move |response: Response| {
        pause().await;
        log.note("commit");
        pause().await;
        drop(owned);
        Ok::<_, HttpError>(response)
    });
    pause().await;
    site.tally.alive()
}

/// Extractors that wait once.
struct SlowHead(Alive);

impl FromRequestParts<Site> for SlowHead {
    type Rejection = Infallible;

    async fn from_request_parts(_head: &mut Parts, site: &Site) -> Result<Self, Infallible> {
        pause().await;
        Ok(Self(site.tally.alive()))
    }
}

struct SlowBody(Alive);

impl FromRequest<Site> for SlowBody {
    type Rejection = Infallible;

    async fn from_request(request: Request, site: &Site) -> Result<Self, Infallible> {
        pause().await;
        let bytes = axum::body::to_bytes(request.into_body(), 10).await;
        assert_eq!(bytes.unwrap(), "body");
        pause().await;
        Ok(Self(site.tally.alive()))
    }
}

#[depends(connection, transaction)]
async fn handler(
    SlowHead(_head): SlowHead,
    #[depends(transaction)] _transaction: Alive,
    #[depends(connection)] _connection: Arc<OwnedSemaphorePermit>,
    State(log): State<Log>,
    SlowBody(_body): SlowBody,
) -> &'static str {
    pause().await;
    log.note("handler");
    "done"
}

/// Everything that a complete request notes.
const WHOLE: [&str; 4] = ["connection", "body", "handler", "commit"];

/// Polls a request this many times, and drops it. Returns whether it was done.
fn is_done_after(polls: usize, site: &Site) -> bool {
    let mut app = site.app();
    let mut serving = pin!(app.call(site.request()));
    let mut context = Context::from_waker(Waker::noop());
    (0..polls).any(|_| serving.as_mut().poll(&mut context).is_ready())
}

#[tokio::test]
async fn a_request_dropped_at_any_point_leaves_nothing_behind() {
    let site = Site::new();
    let mut polls = 0;
    while !is_done_after(polls, &site) {
        assert!(polls < 100, "it never ends");
        assert_eq!(
            site.tally.count(),
            0,
            "values are alive after {polls} polls"
        );
        assert_eq!(
            site.database.available_permits(),
            1,
            "the connection is gone after {polls} polls"
        );
        let noted = site.log.take();
        assert_eq!(noted, WHOLE[..noted.len()], "after {polls} polls");

        let answer = send(&site.app(), site.request()).await;
        assert_eq!(
            (answer.status, answer.text()),
            (StatusCode::OK, "done"),
            "after {polls} polls"
        );
        assert_eq!(site.log.take(), WHOLE);
        polls += 1;
    }
    assert!(
        polls > 9,
        "there are that many places to stop at, and {polls} were seen"
    );
    assert_eq!(site.tally.count(), 0);
    assert_eq!(site.log.take(), WHOLE);
}

/// A request that waits for a lock and is dropped must not keep it.
#[tokio::test]
async fn a_request_dropped_while_it_waits_for_another_leaves_the_place_free() {
    let site = Site::new();
    let held = Arc::clone(&site.database).acquire_owned().await.unwrap();
    assert!(!is_done_after(50, &site), "it waits for the connection");
    drop(held);
    assert_eq!(site.database.available_permits(), 1);
    assert_eq!(
        send(&site.app(), site.request()).await.status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn requests_that_run_interleaved_do_not_meet() {
    let site = Site::new();
    let (one, other) = (site.app(), site.app());
    let (one, other) = tokio::join!(send(&one, site.request()), send(&other, site.request()));
    assert_eq!((one.text(), other.text()), ("done", "done"));
    assert_eq!(site.tally.count(), 0);
    assert_eq!(site.database.available_permits(), 1);
}

#[derive(Clone, Default)]
struct Panicking {
    tally: Tally,
    reached: Arc<Notify>,
    go_on: Arc<Notify>,
}

/// Panics where the path says so; `wait` waits for the test.
#[dependency]
async fn brittle(
    Path(place): Path<String>,
    State(site): State<Panicking>,
    response: &mut ResponseEdits,
) -> Alive {
    let at = place.clone();
    response.after(async move |response| {
        assert_ne!(at, "hook");
        Ok::<_, HttpError>(response)
    });
    assert_ne!(place, "dependency");
    site.tally.alive()
}

struct Brittle;

impl<S: Sync> FromRequestParts<S> for Brittle {
    type Rejection = Infallible;

    async fn from_request_parts(head: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        assert_ne!(head.uri.path(), "/extractor");
        Ok(Self)
    }
}

#[depends(brittle)]
async fn may_panic(
    Path(place): Path<String>,
    _: Brittle,
    #[depends(brittle)] _value: Alive,
    State(site): State<Panicking>,
) -> &'static str {
    assert_ne!(place, "handler");
    if place == "wait" {
        site.reached.notify_one();
        site.go_on.notified().await;
    }
    "fine"
}

fn panicking_app(site: &Panicking) -> Router {
    Router::new()
        .route("/{place}", any(may_panic))
        .with_state(site.clone())
}

const PLACES: [&str; 4] = ["dependency", "extractor", "handler", "hook"];

#[tokio::test]
async fn a_panic_leaves_nothing_behind_and_the_next_request_is_fine() {
    let site = Panicking::default();
    let app = panicking_app(&site);
    for place in PLACES {
        let served = tokio::spawn(app.clone().oneshot(get(&format!("/{place}"))));
        assert!(served.await.is_err_and(|error| error.is_panic()), "{place}");
        assert_eq!(site.tally.count(), 0, "{place}");
        assert_eq!(
            send(&app, get("/fine")).await.text(),
            "fine",
            "after a panic in the {place}"
        );
    }
}

#[tokio::test]
async fn a_panic_ends_its_own_connection_and_no_other() {
    let site = Panicking::default();
    let address = serve(panicking_app(&site)).await;
    let mut neighbour = Wire::connect(address).await;
    neighbour
        .write("GET /wait HTTP/1.1\r\nhost: test\r\n\r\n")
        .await;
    soon(site.reached.notified()).await;

    for place in PLACES {
        let mut wire = Wire::connect(address).await;
        wire.write(&format!("GET /{place} HTTP/1.1\r\nhost: test\r\n\r\n"))
            .await;
        assert_eq!(wire.rest().await, "", "{place}");
    }

    site.go_on.notify_one();
    assert!(neighbour.head().await.starts_with("http/1.1 200"));
    neighbour.expect("fine").await;
    neighbour
        .write("GET /fine HTTP/1.1\r\nhost: test\r\n\r\n")
        .await;
    assert!(neighbour.head().await.starts_with("http/1.1 200"));
}

/// A client that disconnects while it sends its body: the handler never runs.
#[tokio::test]
async fn a_client_that_leaves_in_its_body_leaves_nothing_behind() {
    let site = Site::new();
    let mut wire = Wire::to(site.app()).await;
    wire.write("POST / HTTP/1.1\r\nhost: test\r\ncontent-length: 4\r\n\r\nbo")
        .await;
    eventually(|| site.database.available_permits() == 0).await;
    drop(wire);
    // The extractor of this test panics if the body breaks off, which also ends the request.
    eventually(|| site.database.available_permits() == 1).await;
    assert_eq!(site.tally.count(), 0);
    assert_eq!(site.log.take(), ["connection"]);
}

/// The waker that a dependency is given is the connection's.
#[tokio::test]
async fn a_dependency_that_is_woken_from_elsewhere_goes_on() {
    #[dependency]
    async fn signalled(State(signal): State<Arc<Notify>>) {
        signal.notified().await;
        let mut polled = false;
        poll_fn(|context| {
            if std::mem::replace(&mut polled, true) {
                return Poll::Ready(());
            }
            let waker = context.waker().clone();
            std::thread::spawn(move || waker.wake());
            Poll::Pending
        })
        .await;
    }

    #[depends(signalled)]
    async fn handler() -> &'static str {
        "woken"
    }

    let signal = Arc::new(Notify::new());
    let app = Router::new()
        .route("/", any(handler))
        .with_state(Arc::clone(&signal));
    let served = tokio::spawn(async move { send(&app, get("/")).await });
    tokio::task::yield_now().await;
    signal.notify_one();
    assert_eq!(served.await.unwrap().text(), "woken");
}
