//! Route-level dependency injection for axum: what FastAPI's
//! `APIRouter(dependencies=[Depends(check_auth)])` does, decided at compile time.
//!
#![doc = include_str!("../docs/overview.md")]

mod context;
mod dependency;
mod description;
mod endpoint;
mod problem;
mod response;
//SEC pub mod security;
//TOK pub mod token;

#[doc(hidden)]
pub mod __private;

#[doc = include_str!("../docs/dependency.md")]
pub use auth_macros::dependency;
#[doc = include_str!("../docs/depends.md")]
pub use auth_macros::depends;
#[doc = include_str!("../docs/public.md")]
pub use auth_macros::public;

pub use context::RequestContext;
pub use dependency::{Dependency, Provides, RequestPart};
pub use description::OperationDoc;
pub use endpoint::{Declaration, Endpoint, Served};
pub use problem::{HttpError, Rejection};
pub use response::{IntoHeaderName, InvalidHeader, ResponseEdits};

/// What most files that declare dependencies and handlers name.
pub mod prelude {
    pub use axum::extract::State;
    pub use axum::response::{IntoResponse, Response};
    pub use http::request::Parts;
    pub use http::{HeaderMap, Method, StatusCode, Uri, header};

    //SEC pub use crate::security::bearer_token;
    pub use crate::{Dependency, HttpError, ResponseEdits, dependency, depends, public};
}
