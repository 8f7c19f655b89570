//! Route-level dependency injection for axum: what FastAPI's
//! `APIRouter(dependencies=[Depends(check_auth)])` does, decided at compile time.
//!
#![doc = include_str!("../docs/overview.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod answer;
mod combinators;
mod context;
mod cors;
mod dependency;
mod description;
mod endpoint;
#[cfg(any(doc, doctest))]
pub mod guide;
#[cfg(feature = "openapi")]
pub mod openapi;
mod overrides;
mod problem;
mod response;
mod router;
pub mod security;
mod signature;
pub mod token;
mod watch;

#[doc(hidden)]
pub mod __private;

#[doc = include_str!("../docs/dependency.md")]
pub use auth_macros::dependency;
#[doc = include_str!("../docs/depends.md")]
pub use auth_macros::depends;
#[doc = include_str!("../docs/public.md")]
pub use auth_macros::public;

pub use answer::{Created, NoContent, Refused};
pub use combinators::{Fresh, Optional, fresh};
pub use context::RequestContext;
pub use cors::{Cors, CorsLayer, CorsMistake, CorsService};
pub use dependency::{Dependency, IntoDependency, Provides, RequestPart};
pub use description::OperationDoc;
pub use endpoint::{Declaration, Endpoint, Served};
pub use overrides::{IntoReplacement, Overrides};
pub use problem::{HttpError, Rejection};
pub use response::{HookOutcome, IntoHeaderName, InvalidHeader, ResponseEdits};
pub use router::{ApiRouter, BuildError, Mistake, PublicSurfaceError, RouteInfo, RouteTable};

/// Routing methods for handlers that declare their access: the counterpart of `axum::routing`.
pub mod routing {
    pub use crate::router::{
        Declared, MethodRouter, any, connect, delete, get, head, on, options, patch, post, put,
        trace,
    };
}

/// What most files that declare dependencies and handlers import.
pub mod prelude {
    pub use axum::extract::State;
    pub use axum::response::{IntoResponse, Response};
    pub use http::request::Parts;
    pub use http::{HeaderMap, HeaderName, Method, StatusCode, Uri, header};

    pub use crate::routing::{any, delete, get, patch, post, put};
    pub use crate::security::bearer_token;
    pub use crate::{ApiRouter, Dependency, HttpError, ResponseEdits, dependency, depends, public};
}

/// The README's example compiles.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
