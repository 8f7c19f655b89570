//! What expansions of the macros may name, and nothing else. None of it is public API.

pub use std::sync::LazyLock;

pub use auth_macros::instead;
pub use axum::extract::Request;
pub use axum::response::{IntoResponse, Response};

pub use crate::__describe as describe;
pub use crate::context::RequestContext;
pub use crate::dependency::{
    Dependency, ExtractsFromHead, ExtractsLast, IntoOutcome, List, Named, Needed, Outcome, Plan,
    Provides, RequestPart, Resolves, ResolvesAll, ResponsePart, Returned, Returns, at_once,
    extract, extract_last, resolve_all, running,
};
// Nameable, so that rustc does not explain it as sealed.
pub use crate::dependency::Shareable;
pub use crate::description::OperationDoc;
pub use crate::endpoint::{Alone, Answers, Declaration, Endpoint, Served};
#[cfg(feature = "openapi")]
pub use crate::openapi::expansion::*;
pub use crate::problem::Rejection;
pub use crate::signature::{Type, Unnamed, WantsNothing, WantsPath};
