//! What a request costs, in every way there is: instructions and allocations for each route.
//!
//! `cost <variant> <count>` serves `count` requests in process; `cost allocations` counts what each
//! variant allocates for one. `scripts/bench` runs it under callgrind and prints the table.

#![expect(missing_docs, clippy::expect_used, clippy::unused_async, reason = "a benchmark")]

mod chain;
mod check;
mod public;

use std::alloc::System;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use tower::Service;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// A router and the headers that its request brings.
struct Variant {
    name: &'static str,
    router: fn() -> Router,
    headers: fn() -> Vec<(&'static str, String)>,
}

const VARIANTS: &[Variant] = &[
    Variant { name: "public/floor", router: public::floor, headers: none },
    Variant { name: "public/ours", router: public::ours, headers: none },
    Variant { name: "public/api-router", router: public::api_router, headers: none },
    Variant { name: "chain/floor", router: chain::floor::router, headers: of_chain },
    Variant { name: "chain/extractor", router: chain::extractor::router, headers: of_chain },
    Variant { name: "chain/layers", router: chain::layers::router, headers: of_chain },
    Variant { name: "chain/ours", router: chain::ours::router, headers: of_chain },
    Variant { name: "chain/two-levels", router: chain::ours::two_levels, headers: of_chain },
    Variant { name: "check/floor", router: check::floor::check_router, headers: of_floor },
    Variant { name: "check/ours", router: check::ours::check_router, headers: of_ours },
    Variant { name: "check/two-levels", router: check::ours::check_two_levels, headers: of_ours },
    Variant { name: "verify/floor", router: check::floor::verify_router, headers: of_floor },
    Variant { name: "verify/ours", router: check::ours::verify_router, headers: of_ours },
];

fn none() -> Vec<(&'static str, String)> {
    Vec::new()
}

fn of_chain() -> Vec<(&'static str, String)> {
    chain::headers().map(|(name, value)| (name, value.to_owned())).collect()
}

fn of_floor() -> Vec<(&'static str, String)> {
    vec![("authorization", format!("Bearer {}", check::floor::token()))]
}

fn of_ours() -> Vec<(&'static str, String)> {
    vec![("authorization", format!("Bearer {}", check::ours::token()))]
}

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["allocations"] => VARIANTS.iter().for_each(|variant| runtime.block_on(allocations(variant))),
        ["names"] => VARIANTS.iter().for_each(|variant| println!("{}", variant.name)),
        [name, count] => {
            let variant = VARIANTS.iter().find(|variant| variant.name == name).expect("a variant");
            runtime.block_on(serve(variant, count.parse().expect("a count")));
        }
        _ => eprintln!("cost allocations | names | <variant> <count>"),
    }
}

fn request(headers: &[(&'static str, String)]) -> Request {
    let mut request = Request::new(Body::empty());
    for (name, value) in headers {
        request.headers_mut().insert(*name, value.parse().expect("a value"));
    }
    request
}

async fn serve(variant: &Variant, count: usize) {
    let mut service = (variant.router)();
    let headers = (variant.headers)();
    // Made beforehand: what is counted is the difference between two counts of requests served.
    let requests: Vec<_> = (0..4_000).map(|_| request(&headers)).collect();
    for request in requests.into_iter().take(count) {
        let response = service.call(request).await.expect("infallible");
        assert_eq!(response.status(), 200);
    }
}

async fn allocations(variant: &Variant) {
    let mut service = (variant.router)();
    let headers = (variant.headers)();
    let mut counted = Vec::new();
    for _ in 0..3 {
        let request = request(&headers);
        let region = Region::new(ALLOCATOR);
        let response = service.call(request).await.expect("infallible");
        let change = region.change();
        counted.push(change.allocations + change.reallocations);
        drop(response);
    }
    println!("{} {}", variant.name, counted[2]);
}
