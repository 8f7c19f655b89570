//! What a request costs in each implementation: instructions and allocations.
//!
//! | `benches …` | |
//! |---|---|
//! | `names` | the variants |
//! | `<variant> <count>` | does it so often, in process |
//! | `allocations` | what each allocates |
//! | `time` | the time that each takes, in nanoseconds |
//! | `soak <count>` | what is still allocated after so many requests |
//! | `plot` | draws the growth, of `route instructions` lines |
//! | `serve <address>`, `token`, `connect <address> <count>` | the whole server, over loopback |
//!
//! `scripts/bench` runs it under callgrind and prints the table, `scripts/bench-server` the whole server.

#![expect(clippy::expect_used, reason = "a benchmark")]

mod chain;
mod check;
mod growth;
mod plot;
mod public;
mod server;
mod time;
mod token;

use std::alloc::System;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::Request;
use http::HeaderValue;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use tokio::runtime::Runtime;
use tower::Service;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// The headers of the requests to a route. Their values share their bytes with those of the requests, as
/// values do that hyper read: it allocates them together.
type Headers = Vec<(&'static str, HeaderValue)>;

/// Something to be measured.
enum Work {
    /// A request to a route.
    Route(fn() -> Router, fn() -> Headers),
    /// A function.
    Plain(fn() -> Box<dyn FnMut()>),
}

/// In the order of the table: each group's floor first. The overrides come last, because a process that has
/// created one looks for overrides at each request.
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
        Work::Route(check::floor::check_router, of_jwt),
    ),
    (
        "check/extractor",
        Work::Route(check::extractor::check_router, of_jwt),
    ),
    (
        "check/layers",
        Work::Route(check::layers::check_router, of_jwt),
    ),
    (
        "check/tower-http",
        Work::Route(check::tower_http::check_router, of_jwt),
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
        Work::Route(check::floor::verify_router, of_jwt),
    ),
    (
        "verify/extractor",
        Work::Route(check::extractor::verify_router, of_jwt),
    ),
    (
        "verify/layers",
        Work::Route(check::layers::verify_router, of_jwt),
    ),
    (
        "verify/tower-http",
        Work::Route(check::tower_http::verify_router, of_jwt),
    ),
    (
        "verify/ours",
        Work::Route(check::ours::verify_router, of_ours),
    ),
    (
        "verify/two-levels",
        Work::Route(check::ours::verify_two_levels, of_ours),
    ),
    ("token/floor", Work::Plain(token::floor)),
    ("token/ours", Work::Plain(token::ours)),
    ("dependencies/1", Work::Route(growth::dependencies_1, none)),
    ("dependencies/5", Work::Route(growth::dependencies_5, none)),
    (
        "dependencies/20",
        Work::Route(growth::dependencies_20, none),
    ),
    ("extractors/1", Work::Route(growth::extractors_1, none)),
    ("extractors/5", Work::Route(growth::extractors_5, none)),
    ("extractors/20", Work::Route(growth::extractors_20, none)),
    ("layers/1", Work::Route(growth::layers_1, none)),
    ("layers/5", Work::Route(growth::layers_5, none)),
    ("layers/20", Work::Route(growth::layers_20, none)),
    ("levels/1", Work::Route(growth::levels_1, none)),
    ("levels/4", Work::Route(growth::levels_4, none)),
    ("routes/10", Work::Route(growth::routes_10, none)),
    ("routes/1000", Work::Route(growth::routes_1000, none)),
    ("override/1", Work::Route(growth::override_1, none)),
];

fn none() -> Headers {
    Vec::new()
}

fn of_chain() -> Headers {
    let header = |name| (name, value("value".to_owned()));
    chain::names().map(header).collect()
}

fn of_jwt() -> Headers {
    vec![("authorization", value(format!("Bearer {}", check::token())))]
}

fn of_ours() -> Headers {
    let token = check::ours::token();
    vec![("authorization", value(format!("Bearer {token}")))]
}

fn value(text: String) -> HeaderValue {
    HeaderValue::from_maybe_shared(Bytes::from(text)).expect("a value")
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
        ["time"] => time::print_all(VARIANTS),
        ["plot"] => plot::print(),
        ["token"] => println!("{}", check::ours::token()),
        ["serve", address] => server::serve(address),
        ["connect", address, count] => {
            server::hold_connections(address, count.parse().expect("a count"));
        }
        ["soak", count] => soak(count.parse().expect("a count")),
        [wanted, count] => run(find(wanted), count.parse().expect("a count")),
        _ => eprintln!(
            "benches names | allocations | time | plot | soak <count> | <variant> <count>"
        ),
    }
}

fn find(wanted: &str) -> &'static Work {
    let mut variants = VARIANTS.iter();
    let (_, work) = variants
        .find(|(name, _)| *name == wanted)
        .expect("a variant");
    work
}

/// Serves `count` requests of `check/two-levels`, and prints, after every tenth of them, the memory that is
/// still allocated, and at the end what one request allocates.
fn soak(count: usize) {
    let Work::Route(router, headers) = find("check/two-levels") else {
        return;
    };
    let (runtime, mut router, headers) = (runtime(), served(*router), headers());
    for tenth in 0..=10 {
        let statistics = ALLOCATOR.stats();
        let held = statistics.bytes_allocated - statistics.bytes_deallocated;
        println!("{:>10} requests {held:>10} bytes", tenth * (count / 10));
        for _ in 0..count / 10 {
            serve(&runtime, &mut router, request(&headers));
        }
    }
    let request = request(&headers);
    let region = Region::new(ALLOCATOR);
    serve(&runtime, &mut router, request);
    println!(
        "a request allocates {} bytes",
        region.change().bytes_allocated
    );
}

/// Does the work `count` times.
fn run(work: &Work, count: usize) {
    match work {
        Work::Plain(prepare) => {
            let mut work = prepare();
            (0..count).for_each(|_| counted(&mut work));
        }
        Work::Route(router, headers) => {
            let (runtime, mut router, headers) = (runtime(), served(*router), headers());
            for _ in 0..count {
                let mut request = Some(request(&headers));
                counted(&mut || {
                    if let Some(request) = request.take() {
                        serve(&runtime, &mut router, request);
                    }
                });
            }
        }
    }
}

/// Does the work. Callgrind counts the instructions inside of this function alone, and so not those that
/// create a request.
#[inline(never)]
fn counted(work: &mut dyn FnMut()) {
    work();
}

/// The allocations once everything is warm.
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
            let (runtime, mut router, headers) = (runtime(), served(*router), headers());
            serve(&runtime, &mut router, request(&headers));
            let request = request(&headers);
            let region = Region::new(ALLOCATOR);
            serve(&runtime, &mut router, request);
            counted(region)
        }
    }
}

/// The router as a server uses it: with its state, each route is ready to be called.
fn served(router: fn() -> Router) -> Router {
    router().with_state(())
}

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread()
        .build()
        .expect("a runtime")
}

/// A single-threaded runtime for servers and clients.
fn network_runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime")
}

fn request(headers: &Headers) -> Request {
    let mut request = Request::new(Body::empty());
    for (name, value) in headers {
        request.headers_mut().insert(*name, value.clone());
    }
    request
}

fn serve(runtime: &Runtime, router: &mut Router, request: Request) {
    let response = runtime.block_on(router.call(request)).expect("infallible");
    assert_eq!(response.status(), 200);
}
