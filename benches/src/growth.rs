//! How the cost grows: with the number of dependencies, of nested routers, of routes, of overrides.
//!
//! Every dependency here does nothing, so only the framework's own cost is counted.

use auth_runtime::Overrides;
use auth_runtime::prelude::*;
use axum::Router;
use axum::extract::{FromRequestParts, Request};
use axum::middleware::{Next, from_fn};
use axum::routing;
use std::convert::Infallible;

macro_rules! dependencies {
    ($($name:ident)*) => {$(
        #[dependency]
        fn $name() {}
    )*};
}

dependencies! { a b c d e f g h i j k l m n o p q r s t }

#[depends(a)]
async fn with_1() -> &'static str {
    "done"
}

#[depends(a, b, c, d, e)]
async fn with_5() -> &'static str {
    "done"
}

#[depends(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t)]
async fn with_20() -> &'static str {
    "done"
}

pub(crate) fn dependencies_1() -> Router {
    Router::new().route("/", routing::get(with_1))
}

pub(crate) fn dependencies_5() -> Router {
    Router::new().route("/", routing::get(with_5))
}

pub(crate) fn dependencies_20() -> Router {
    Router::new().route("/", routing::get(with_20))
}

/// An extractor that does nothing.
struct Nothing;

impl<S: Sync> FromRequestParts<S> for Nothing {
    type Rejection = Infallible;

    async fn from_request_parts(_: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self)
    }
}

type Five = (Nothing, Nothing, Nothing, Nothing, Nothing);

pub(crate) fn extractors_1() -> Router {
    Router::new().route("/", routing::get(async |_: Nothing| "done"))
}

pub(crate) fn extractors_5() -> Router {
    Router::new().route("/", routing::get(async |_: Five| "done"))
}

pub(crate) fn extractors_20() -> Router {
    let handler = async |_: Five, _: Five, _: Five, _: Five| "done";
    Router::new().route("/", routing::get(handler))
}

fn layers(count: usize) -> Router {
    let pass_on = async |request: Request, next: Next| next.run(request).await;
    let route = Router::new().route("/", routing::get(async || "done"));
    (0..count).fold(route, |route, _| route.layer(from_fn(pass_on)))
}

pub(crate) fn layers_1() -> Router {
    layers(1)
}

pub(crate) fn layers_5() -> Router {
    layers(5)
}

pub(crate) fn layers_20() -> Router {
    layers(20)
}

fn built(router: ApiRouter<()>) -> Router {
    router.build().expect("no mistake")
}

#[depends]
async fn inherits() -> &'static str {
    "done"
}

fn leaf() -> ApiRouter<()> {
    ApiRouter::new("").route("/", get(inherits)).depends(a)
}

pub(crate) fn levels_1() -> Router {
    built(leaf())
}

pub(crate) fn levels_4() -> Router {
    let level = |inner| ApiRouter::new("").include(inner);
    built(level(level(level(leaf()).depends(b)).depends(c)).depends(d))
}

fn routes(count: usize) -> Router {
    let router = ApiRouter::new("").depends(a).route("/", get(inherits));
    let add = |router: ApiRouter<()>, number| {
        router.route(format!("/resource-{number}/{{id}}"), get(inherits))
    };
    built((1..count).fold(router, add))
}

pub(crate) fn routes_10() -> Router {
    routes(10)
}

pub(crate) fn routes_1000() -> Router {
    routes(1_000)
}

/// The dependency of [`levels_1`], replaced by another one that does nothing.
pub(crate) fn override_1() -> Router {
    let overrides = Overrides::new().replace(a, async || ());
    built(leaf().overrides(overrides))
}
