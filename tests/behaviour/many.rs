//! R1 for handlers that need unusually many things: all of it runs, in order, and each value reaches its
//! parameter.

use std::convert::Infallible;
use std::sync::{Arc, Mutex};

use auth_runtime::{dependency, depends};
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::routing::get as route;
use axum::{Json, Router};

use super::support::{get, send};

/// What has run, by number.
type Log = Arc<Mutex<Vec<usize>>>;

/// The numbers of extractors begin here.
const EXTRACTORS: usize = 100;

/// A dependency that notes its number.
#[derive(Clone, PartialEq)]
struct Number<const N: usize> {}

#[dependency]
impl<const N: usize> Number<N> {
    async fn call(&self, State(log): State<Log>) -> usize {
        log.lock().unwrap().push(N);
        N
    }
}

/// An extractor that notes its number.
struct Extracted<const N: usize>(usize);

impl<const N: usize> FromRequestParts<Log> for Extracted<N> {
    type Rejection = Infallible;

    async fn from_request_parts(_: &mut Parts, log: &Log) -> Result<Self, Infallible> {
        log.lock().unwrap().push(EXTRACTORS + N);
        Ok(Self(N))
    }
}

macro_rules! handler {
    ([$($listed:literal)*] [$($given:ident $number:literal)*] [$($extracted:ident $position:literal)*]) => {
        #[depends($(Number<$listed>),*)]
        #[expect(clippy::too_many_arguments, reason = "they are what is tried")]
        async fn handler(
            $(#[depends(Number<$number>)] $given: usize,)*
            $(Extracted($extracted): Extracted<$position>,)*
        ) -> Json<[Vec<usize>; 2]> {
            Json([vec![$($given),*], vec![$($extracted),*]])
        }
    };
}

handler! {
    [0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17]
    [
        g20 20 g21 21 g22 22 g23 23 g24 24 g25 25 g26 26 g27 27 g28 28 g29 29 g30 30 g31 31 g32 32 g33 33
        g34 34 g35 35 g36 36
    ]
    [
        x0 0 x1 1 x2 2 x3 3 x4 4 x5 5 x6 6 x7 7 x8 8 x9 9 x10 10 x11 11 x12 12 x13 13 x14 14 x15 15 x16 16
        x17 17 x18 18
    ]
}

#[tokio::test]
async fn each_of_many_runs_in_order_and_its_value_goes_to_its_parameter() {
    let log = Log::default();
    let app = Router::new()
        .route("/", route(handler))
        .with_state(log.clone());
    let answer = send(&app, get("/")).await;

    let values: [Vec<usize>; 2] = serde_json::from_slice(&answer.body).unwrap();
    assert_eq!(values[0], (20..=36).collect::<Vec<_>>());
    assert_eq!(values[1], (0..=18).collect::<Vec<_>>());

    let extractors = EXTRACTORS..=EXTRACTORS + 18;
    let all = (0..=17).chain(20..=36).chain(extractors);
    assert_eq!(*log.lock().unwrap(), all.collect::<Vec<_>>());
}
