//! What a request costs, in every way there is: instructions and allocations.
//!
//! `benches <variant> <count>` does it `count` times in process, `benches allocations` counts what each
//! variant allocates for one. `scripts/bench` runs it under callgrind and prints the table.

#![expect(clippy::expect_used, reason = "a benchmark")]

mod chain;
mod check;
mod public;
mod token;

use std::alloc::System;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use tokio::runtime::Runtime;
use tower::Service;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// The most that a variant is run for one measurement.
const MOST: usize = 2_000;

/// Something to be measured.
enum Work {
    /// A request to a route.
    Route(fn() -> Router, fn() -> Vec<(&'static str, String)>),
    /// A function.
    Plain(fn() -> Box<dyn FnMut()>),
}

const VARIANTS: &[(&str, Work)] = &[
    ("public/floor", Work::Route(public::floor, none)),
    ("public/ours", Work::Route(public::ours, none)),
    ("public/api-router", Work::Route(public::api_router, none)),
    ("chain/floor", Work::Route(chain::floor::router, of_chain)),
    (
        "chain/extractor",
        Work::Route(chain::extractor::router, of_chain),
    ),
    ("chain/layers", Work::Route(chain::layers::router, of_chain)),
    ("chain/ours", Work::Route(chain::ours::router, of_chain)),
    (
        "chain/two-levels",
        Work::Route(chain::ours::two_levels, of_chain),
    ),
    (
        "check/floor",
        Work::Route(check::floor::check_router, of_floor),
    ),
    (
        "check/ours",
        Work::Route(check::ours::check_router, of_ours),
    ),
    (
        "check/two-levels",
        Work::Route(check::ours::check_two_levels, of_ours),
    ),
    (
        "verify/floor",
        Work::Route(check::floor::verify_router, of_floor),
    ),
    (
        "verify/ours",
        Work::Route(check::ours::verify_router, of_ours),
    ),
    ("token/floor", Work::Plain(token::floor)),
    ("token/ours", Work::Plain(token::ours)),
];

fn none() -> Vec<(&'static str, String)> {
    Vec::new()
}

fn of_chain() -> Vec<(&'static str, String)> {
    chain::headers()
        .map(|(name, value)| (name, value.to_owned()))
        .collect()
}

fn of_floor() -> Vec<(&'static str, String)> {
    vec![("authorization", format!("Bearer {}", check::floor::token()))]
}

fn of_ours() -> Vec<(&'static str, String)> {
    vec![("authorization", format!("Bearer {}", check::ours::token()))]
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["names"] => VARIANTS.iter().for_each(|(name, _)| println!("{name}")),
        ["allocations"] => {
            for (name, work) in VARIANTS {
                println!("{name} {}", allocations(work));
            }
        }
        [wanted, count] => {
            let (_, work) = VARIANTS
                .iter()
                .find(|(name, _)| *name == wanted)
                .expect("a variant");
            run(work, count.parse().expect("a count"));
        }
        _ => eprintln!("benches names | allocations | <variant> <count>"),
    }
}

/// Does it `count` times. Requests are made beforehand, as many for every count: what is measured is
/// the difference between two counts.
fn run(work: &Work, count: usize) {
    match work {
        Work::Plain(prepare) => {
            let mut work = prepare();
            (0..count).for_each(|_| work());
        }
        Work::Route(router, headers) => {
            let (runtime, mut router, headers) = (runtime(), router(), headers());
            let requests: Vec<_> = (0..MOST).map(|_| request(&headers)).collect();
            for request in requests.into_iter().take(count) {
                serve(&runtime, &mut router, request);
            }
        }
    }
}

/// What it allocates once everything is warm.
fn allocations(work: &Work) -> usize {
    let counted =
        |region: Region<'_, System>| region.change().allocations + region.change().reallocations;
    match work {
        Work::Plain(prepare) => {
            let mut work = prepare();
            work();
            let region = Region::new(ALLOCATOR);
            work();
            counted(region)
        }
        Work::Route(router, headers) => {
            let (runtime, mut router, headers) = (runtime(), router(), headers());
            serve(&runtime, &mut router, request(&headers));
            let request = request(&headers);
            let region = Region::new(ALLOCATOR);
            serve(&runtime, &mut router, request);
            counted(region)
        }
    }
}

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread()
        .build()
        .expect("a runtime")
}

fn request(headers: &[(&'static str, String)]) -> Request {
    let mut request = Request::new(Body::empty());
    for (name, value) in headers {
        request
            .headers_mut()
            .insert(*name, value.parse().expect("a value"));
    }
    request
}

fn serve(runtime: &Runtime, router: &mut Router, request: Request) {
    let response = runtime.block_on(router.call(request)).expect("infallible");
    assert_eq!(response.status(), 200);
}
