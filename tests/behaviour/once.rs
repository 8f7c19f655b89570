//! R2: equal dependencies run once per request, wherever they are named.

use std::marker::PhantomData;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, Weak};

use auth_runtime::{
    Dependency, HttpError, Provides, Rejection, RequestContext, dependency, depends,
};
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get as route;

use super::support::{Log, get, send};

/// A value that can be told from an equal one.
type Unique = Arc<Mutex<()>>;

#[dependency]
async fn connection(State(log): State<Log>) -> Unique {
    log.note("connection");
    Unique::default()
}

#[dependency]
async fn transaction(#[depends(connection)] connection: Unique, State(log): State<Log>) -> Unique {
    log.note("transaction");
    connection
}

#[dependency]
async fn nothing(State(log): State<Log>) -> Option<u8> {
    log.note("nothing");
    None
}

/// A dependency whose arguments are compared.
#[derive(Clone, PartialEq)]
struct Can(&'static str);

#[dependency]
impl Can {
    fn call(
        &self,
        #[depends(connection)] _connection: Unique,
        State(log): State<Log>,
    ) -> &'static str {
        log.note(self.0);
        self.0
    }
}

/// A dependency that differs from others of the same name by its type arguments.
#[derive(Clone, PartialEq)]
struct Of<T>(PhantomData<T>);

#[dependency]
impl<T> Of<T>
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    fn call(&self, State(log): State<Log>) -> &'static str {
        let Self(PhantomData) = self;
        log.note(std::any::type_name::<T>());
        std::any::type_name::<T>()
    }
}

/// What ran for a request to `/`, which must succeed.
async fn ran(app: Router<Log>) -> Vec<&'static str> {
    let log = Log::default();
    let answer = send(&app.with_state(log.clone()), get("/")).await;
    assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
    log.take()
}

#[tokio::test]
async fn a_dependency_named_in_the_list_as_a_parameter_and_by_others_runs_once() {
    #[depends(transaction, connection)]
    async fn handler(#[depends(connection)] one: Unique, #[depends(transaction)] other: Unique) {
        assert!(
            Arc::ptr_eq(&one, &other),
            "everybody gets a clone of the same value"
        );
    }

    assert_eq!(
        ran(Router::new().route("/", route(handler))).await,
        ["connection", "transaction"]
    );
}

#[tokio::test]
async fn two_parameters_of_one_dependency_get_one_value() {
    #[depends]
    async fn handler(#[depends(connection)] one: Unique, #[depends(connection)] other: Unique) {
        assert!(Arc::ptr_eq(&one, &other));
    }

    assert_eq!(
        ran(Router::new().route("/", route(handler))).await,
        ["connection"]
    );
}

#[tokio::test]
async fn a_dependency_that_gives_nothing_runs_once_too() {
    #[depends(nothing)]
    async fn handler(#[depends(nothing)] value: Option<u8>) {
        assert_eq!(value, None);
    }

    assert_eq!(
        ran(Router::new().route("/", route(handler))).await,
        ["nothing"]
    );
}

#[tokio::test]
async fn equal_arguments_run_once_and_other_arguments_run_too() {
    #[depends(Can("read"), Can("write"))]
    async fn handler(
        #[depends(Can("write"))] write: &'static str,
        #[depends(Can("read"))] read: &'static str,
    ) {
        assert_eq!((write, read), ("write", "read"));
    }

    assert_eq!(
        ran(Router::new().route("/", route(handler))).await,
        ["connection", "read", "write"]
    );
}

#[tokio::test]
async fn type_arguments_tell_dependencies_apart() {
    #[depends(Of::<u8>(PhantomData), Of::<u16>(PhantomData))]
    async fn handler(#[depends(Of::<u8>(PhantomData))] byte: &'static str) {
        assert_eq!(byte, "u8");
    }

    assert_eq!(
        ran(Router::new().route("/", route(handler))).await,
        ["u8", "u16"]
    );
}

#[tokio::test]
async fn the_next_request_runs_everything_again() {
    #[depends(connection)]
    async fn handler(#[depends(connection)] _connection: Unique) {}

    let log = Log::default();
    let app = Router::new()
        .route("/", route(handler))
        .with_state(log.clone());
    for _ in 0..3 {
        send(&app, get("/")).await;
        assert_eq!(log.take(), ["connection"]);
    }
}

#[tokio::test]
async fn no_value_lives_past_its_request() {
    type Seen = Arc<Mutex<Option<Weak<()>>>>;

    #[dependency]
    async fn value(State(seen): State<Seen>) -> Arc<()> {
        let value = Arc::new(());
        *seen.lock().unwrap() = Some(Arc::downgrade(&value));
        value
    }

    #[depends(value)]
    async fn handler(#[depends(value)] value: Arc<()>) -> String {
        assert!(
            Arc::strong_count(&value) >= 2,
            "one is kept for whoever asks next"
        );
        "fine".to_owned()
    }

    let seen = Seen::default();
    let app = Router::new()
        .route("/", route(handler))
        .with_state(Arc::clone(&seen));
    assert_eq!(send(&app, get("/")).await.text(), "fine");
    assert!(
        seen.lock()
            .unwrap()
            .as_ref()
            .is_some_and(|value| value.upgrade().is_none())
    );
}

/// Fails at first, and returns the number of the attempt later.
#[derive(Clone, PartialEq)]
struct Fallible;

type Attempts = Arc<AtomicUsize>;

impl Provides for Fallible {
    type Output = usize;
}

impl Dependency<Attempts> for Fallible {
    async fn resolve(
        &self,
        _context: &mut RequestContext,
        attempts: &Attempts,
    ) -> Result<usize, Rejection> {
        match attempts.fetch_add(1, Ordering::SeqCst) {
            0 => Err(HttpError::new(StatusCode::SERVICE_UNAVAILABLE).into()),
            attempt => Ok(attempt),
        }
    }
}

/// Retries until it gets a value, then asks once more: [first value, second value].
#[derive(Clone, PartialEq)]
struct Persistent;

impl Provides for Persistent {
    type Output = [usize; 2];
}

impl Dependency<Attempts> for Persistent {
    async fn resolve(
        &self,
        context: &mut RequestContext,
        attempts: &Attempts,
    ) -> Result<[usize; 2], Rejection> {
        assert!(context.resolve(&Fallible, attempts).await.is_err());
        let first = context.resolve(&Fallible, attempts).await?;
        Ok([first, context.resolve(&Fallible, attempts).await?])
    }
}

#[tokio::test]
async fn a_failure_is_not_kept_and_the_success_after_it_is() {
    #[depends]
    async fn handler(
        #[depends(Persistent)] [first, second]: [usize; 2],
        #[depends(Fallible)] last: usize,
    ) {
        assert_eq!((first, second, last), (1, 1, 1));
    }

    let attempts = Attempts::default();
    let app = Router::new()
        .route("/", route(handler))
        .with_state(Arc::clone(&attempts));
    assert_eq!(send(&app, get("/")).await.status, StatusCode::OK);
    assert_eq!(attempts.load(Ordering::SeqCst), 2);
}

/// Returns a number that no other run returns.
#[derive(Clone, PartialEq)]
struct Counted;

impl Provides for Counted {
    type Output = usize;
}

impl Dependency<Attempts> for Counted {
    async fn resolve(
        &self,
        _context: &mut RequestContext,
        attempts: &Attempts,
    ) -> Result<usize, Rejection> {
        Ok(attempts.fetch_add(1, Ordering::SeqCst))
    }
}

/// Needs a value of its own.
#[derive(Clone, PartialEq)]
struct Anew;

impl Provides for Anew {
    type Output = usize;
}

impl Dependency<Attempts> for Anew {
    async fn resolve(
        &self,
        context: &mut RequestContext,
        attempts: &Attempts,
    ) -> Result<usize, Rejection> {
        context.resolve_fresh(&Counted, attempts).await
    }
}

#[tokio::test]
async fn a_value_made_anew_is_nobody_elses() {
    #[depends]
    async fn handler(
        #[depends(Anew)] anew: usize,
        #[depends(Counted)] kept: usize,
        #[depends(Counted)] again: usize,
    ) {
        assert_eq!(
            (anew, kept, again),
            (0, 1, 1),
            "what comes first must not become the others' value"
        );
    }

    let app = Router::new()
        .route("/", route(handler))
        .with_state(Attempts::default());
    assert_eq!(send(&app, get("/")).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_value_made_anew_later_leaves_the_kept_one_alone() {
    #[depends]
    async fn handler(
        #[depends(Counted)] kept: usize,
        #[depends(Anew)] anew: usize,
        #[depends(Counted)] again: usize,
    ) {
        assert_eq!((kept, anew, again), (0, 1, 0));
    }

    let app = Router::new()
        .route("/", route(handler))
        .with_state(Attempts::default());
    assert_eq!(send(&app, get("/")).await.status, StatusCode::OK);
}
