//! R1: the order in which dependencies, extractors and the handler run. R3: the first error ends
//! the request. A2: 401 comes before whatever else is wrong.

use std::convert::Infallible;

use auth_runtime::{HttpError, dependency, depends};
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::routing::{any, get as route};
use axum::{Json, Router};

use super::support::{Log, get, post, send};

#[dependency]
async fn first(State(log): State<Log>) {
    log.note("first");
}

#[dependency]
async fn second(State(log): State<Log>) {
    log.note("second");
}

#[dependency]
async fn third(State(log): State<Log>) {
    log.note("third");
}

/// A dependency that is a plain `fn` has its place in the order like any other.
#[dependency]
fn at_once(State(log): State<Log>) {
    log.note("at once");
}

#[dependency]
async fn leaf(State(log): State<Log>) {
    log.note("leaf");
}

#[dependency]
async fn branch(#[depends(leaf)] (): (), State(log): State<Log>) {
    log.note("branch");
}

#[dependency]
async fn tree(
    #[depends(branch)] (): (),
    _: HeadNote,
    #[depends(second)] (): (),
    State(log): State<Log>,
) {
    log.note("tree");
}

#[dependency]
async fn refuse(State(log): State<Log>) -> Result<(), HttpError> {
    log.note("refuse");
    Err(HttpError::new(StatusCode::UNAUTHORIZED))
}

#[dependency]
async fn needs_what_is_refused(#[depends(refuse)] (): (), State(log): State<Log>) {
    log.note("needs what is refused");
}

#[dependency]
async fn needs_what_cannot_be_extracted(_: NeverExtracted, State(log): State<Log>) {
    log.note("needs what cannot be extracted");
}

/// An extractor of the head that notes when it runs.
struct HeadNote;

impl FromRequestParts<Log> for HeadNote {
    type Rejection = Infallible;

    async fn from_request_parts(_head: &mut Parts, log: &Log) -> Result<Self, Infallible> {
        log.note("head extractor");
        Ok(Self)
    }
}

/// An extractor of the head that rejects every request.
struct NeverExtracted;

impl FromRequestParts<Log> for NeverExtracted {
    type Rejection = StatusCode;

    async fn from_request_parts(_head: &mut Parts, log: &Log) -> Result<Self, StatusCode> {
        log.note("rejecting extractor");
        Err(StatusCode::BAD_REQUEST)
    }
}

/// An extractor of the body that notes when it runs.
struct BodyNote;

impl FromRequest<Log> for BodyNote {
    type Rejection = Infallible;

    async fn from_request(_request: Request, log: &Log) -> Result<Self, Infallible> {
        log.note("body extractor");
        Ok(Self)
    }
}

/// What ran for a request to `/`, and the status of the response.
async fn ran(app: Router<Log>) -> (StatusCode, Vec<&'static str>) {
    let log = Log::default();
    let answer = send(&app.with_state(log.clone()), get("/")).await;
    (answer.status, log.take())
}

#[tokio::test]
async fn the_list_runs_in_its_order_before_parameters_and_the_handler_runs_last() {
    #[depends(second, first)]
    async fn handler(#[depends(third)] (): (), State(log): State<Log>) {
        log.note("handler");
    }

    let (_, ran) = ran(Router::new().route("/", route(handler))).await;
    assert_eq!(ran, ["second", "first", "third", "handler"]);
}

#[tokio::test]
async fn parameters_run_from_left_to_right() {
    #[depends]
    async fn handler(
        #[depends(third)] (): (),
        #[depends(first)] (): (),
        #[depends(at_once)] (): (),
    ) {
    }

    let (_, ran) = ran(Router::new().route("/", route(handler))).await;
    assert_eq!(ran, ["third", "first", "at once"]);
}

/// A number that has been noted.
#[derive(Clone, PartialEq)]
struct Numbered(u8);

#[dependency]
impl Numbered {
    async fn call(&self, State(log): State<Log>) -> u8 {
        log.note(["0", "1", "2", "3", "4", "5", "6", "7"][usize::from(self.0)]);
        self.0
    }
}

/// The macro resolves them in groups, which must not be noticeable.
#[tokio::test]
async fn a_long_list_and_parameters_run_in_one_order_and_each_gets_its_value() {
    #[depends(Numbered(0), Numbered(1), Numbered(2), Numbered(3), first, Numbered(4))]
    async fn handler(
        #[depends(Numbered(5))] five: u8,
        #[depends(second)] (): (),
        #[depends(Numbered(6))] six: u8,
        #[depends(Numbered(7))] seven: u8,
    ) {
        assert_eq!([five, six, seven], [5, 6, 7]);
    }

    let (status, ran) = ran(Router::new().route("/", route(handler))).await;
    assert_eq!(status, StatusCode::OK);
    let order = ["0", "1", "2", "3", "first", "4", "5", "second", "6", "7"];
    assert_eq!(ran, order);
}

#[tokio::test]
async fn a_dependency_runs_after_its_own_and_their_own_depth_first() {
    #[depends(tree)]
    async fn handler(#[depends(first)] (): ()) {}

    let (_, ran) = ran(Router::new().route("/", route(handler))).await;
    assert_eq!(
        ran,
        [
            "leaf",
            "branch",
            "second",
            "head extractor",
            "tree",
            "first"
        ]
    );
}

#[tokio::test]
async fn no_extractor_of_the_handler_runs_before_its_last_dependency() {
    #[depends(first)]
    async fn handler(_: HeadNote, #[depends(second)] (): (), State(log): State<Log>, _: BodyNote) {
        log.note("handler");
    }

    let (_, ran) = ran(Router::new().route("/", route(handler))).await;
    assert_eq!(
        ran,
        [
            "first",
            "second",
            "head extractor",
            "body extractor",
            "handler"
        ]
    );
}

#[tokio::test]
async fn a_dependency_after_the_body_extractor_runs_before_it_all_the_same() {
    #[depends]
    async fn handler(_: BodyNote, #[depends(first)] (): ()) {}

    let (_, ran) = ran(Router::new().route("/", route(handler))).await;
    assert_eq!(ran, ["first", "body extractor"]);
}

#[tokio::test]
async fn nothing_runs_after_the_first_error() {
    #[depends(first, refuse, second)]
    async fn handler(_: HeadNote, #[depends(third)] (): (), State(log): State<Log>, _: BodyNote) {
        log.note("handler");
    }

    let (status, ran) = ran(Router::new().route("/", route(handler))).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    assert_eq!(ran, ["first", "refuse"]);
}

#[tokio::test]
async fn a_refused_parameter_stops_the_next_one_and_all_extractors() {
    #[depends]
    async fn handler(
        _: HeadNote,
        #[depends(refuse)] (): (),
        #[depends(first)] (): (),
        State(log): State<Log>,
    ) {
        log.note("handler");
    }

    let (_, ran) = ran(Router::new().route("/", route(handler))).await;
    assert_eq!(ran, ["refuse"]);
}

#[tokio::test]
async fn an_error_stops_whoever_needs_the_value() {
    #[depends(needs_what_is_refused)]
    async fn handler(State(log): State<Log>) {
        log.note("handler");
    }

    let (status, ran) = ran(Router::new().route("/", route(handler))).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    assert_eq!(ran, ["refuse"]);
}

#[tokio::test]
async fn a_rejected_extractor_of_a_dependency_ends_the_request() {
    #[depends(needs_what_cannot_be_extracted, first)]
    async fn handler(State(log): State<Log>) {
        log.note("handler");
    }

    let (status, ran) = ran(Router::new().route("/", route(handler))).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert_eq!(ran, ["rejecting extractor"]);
}

#[tokio::test]
async fn a_rejected_extractor_of_the_head_stops_the_next_the_body_and_the_handler() {
    #[depends(first)]
    async fn handler(_: NeverExtracted, _: HeadNote, State(log): State<Log>, _: BodyNote) {
        log.note("handler");
    }

    let (status, ran) = ran(Router::new().route("/", route(handler))).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert_eq!(ran, ["first", "rejecting extractor"]);
}

#[tokio::test]
async fn a_stranger_gets_401_whatever_else_is_wrong_with_his_request() {
    #[depends]
    async fn handler(
        Path(_id): Path<u32>,
        Query(_query): Query<u32>,
        #[depends(refuse)] (): (),
        Json(_json): Json<u32>,
    ) {
    }

    let app = Router::new()
        .route("/users/{id}", any(handler))
        .with_state(Log::default());
    for (path, content_type, body) in [
        ("/users/7", "application/json", "7"),
        ("/users/seven", "application/json", "7"),
        ("/users/7?page=first", "application/json", "7"),
        ("/users/7", "text/plain", "7"),
        ("/users/7", "application/json", "{"),
        ("/users/7", "application/json", "\"seven\""),
    ] {
        let answer = send(&app, post(path, content_type, body)).await;
        assert_eq!(
            answer.status,
            StatusCode::UNAUTHORIZED,
            "{path} {content_type} {body}"
        );
        answer.problem();
    }
}
