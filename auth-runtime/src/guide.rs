//! The guide's pages: each is a file in `docs/guide`, whose Rust blocks are tests.
//!
#![doc = include_str!("../docs/guide/index.md")]

/// Includes a page as the documentation of an empty module.
macro_rules! pages {
    ($($(#[$attribute:meta])* $name:ident),* $(,)?) => {$(
        $(#[$attribute])*
        #[doc = include_str!(concat!("../docs/guide/", stringify!($name), ".md"))]
        pub mod $name {}
    )*};
}

pages! {
    /// Quick start.
    ///
    quick_start,
    /// From FastAPI to here.
    ///
    from_fastapi,
    /// Dependencies: chains, arguments, limits.
    ///
    dependencies,
    /// Routers: what is guarded, and what is not.
    ///
    routers,
    /// Responses, errors and hooks.
    ///
    responses_and_hooks,
    /// Testing with overrides.
    ///
    testing,
    /// Tokens and sessions, threat by threat.
    ///
    tokens_and_sessions,
    /// OpenAPI and CORS.
    ///
    openapi_and_cors,
    /// Deployment: nodes, keys, proxies, limits.
    ///
    deployment,
    /// Performance: what costs what.
    ///
    performance,
    /// How it works.
    ///
    how_it_works,
}

/// Compile errors: each mistake, its message, its fix.
///
#[doc = include_str!("../docs/errors.md")]
pub mod errors {}
