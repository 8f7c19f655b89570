//! What expansions of the macros may name, and nothing else. None of it is public API.

pub use std::sync::LazyLock;

pub use axum::extract::{FromRequest, FromRequestParts};
pub use axum::response::{IntoResponse, Response};

pub use crate::context::RequestContext;
pub use crate::dependency::{Dependency, Outcome, Plan, Provides, RequestPart, Returned, Returns};
pub use crate::description::OperationDoc;
pub use crate::endpoint::{Declaration, Endpoint, Served};
pub use crate::problem::Rejection;
pub use crate::response::ResponseEdits;
