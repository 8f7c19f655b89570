//! What expansions of the macros may name, and nothing else. None of it is public API.

pub use std::sync::LazyLock;

pub use auth_macros::instead;
pub use axum::extract::Request;
pub use axum::response::{IntoResponse, Response};

pub use crate::__describe as describe;
pub use crate::context::RequestContext;
pub use crate::dependency::{
    Dependency, Extractor, ExtractsFromHead, ExtractsLast, Kept, List, Longer, MayWait, Named,
    Needed, Outcome, Own, Plan, Provides, Refusal, RequestPart, Resolved, Resolves, ResponsePart,
    Returned, Returns, TakesFromHead, TakesLast, Whole, at_once, extract, extract_at_once,
    resolve_all, resolve_all_at_once, running,
};
// Nameable, so that rustc does not explain them as sealed.
pub use crate::dependency::{Everybody, GetsClonesOf, Shareable, cloned};
pub use crate::description::OperationDoc;
pub use crate::endpoint::{
    Alone, Answers, AsWritten, Declaration, Endpoint, Served, alone, serve, serve_alone,
};
#[cfg(feature = "openapi")]
pub use crate::openapi::expansion::*;
pub use crate::problem::Rejection;
pub use crate::signature::{Type, Unnamed, WantsNothing, WantsPath};
