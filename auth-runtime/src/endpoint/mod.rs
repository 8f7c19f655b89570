//! What is behind a handler: `Endpoint` says how it is served, [`served`] makes it an axum handler,
//! [`written`] calls the user's function.

mod served;
mod written;

pub use served::Served;
pub use written::{AsWritten, alone, serve, serve_alone};

use std::pin::Pin;

use axum::response::{IntoResponse, Response};

use crate::context::RequestContext;
use crate::dependency::Plan;
use crate::description::OperationDoc;
use crate::problem::Rejection;

/// A handler with `#[depends]` or `#[public]`, for routes whose state is `S`.
///
/// The macros implement it; `M` is axum's marker of the handler's last extractor.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a handler for routes whose state is `{S}`",
    label = "not a handler for these routes",
    note = "put `#[depends]` or `#[public]` on the handler"
)]
pub trait Endpoint<S, M>: Declaration {
    /// Resolves the dependencies, runs the extractors, calls the handler.
    fn serve(
        context: &mut RequestContext,
        state: &S,
    ) -> impl Future<Output = Result<Response, Rejection>> + Send;

    /// Answers without the request, if the handler needs nothing from it.
    #[doc(hidden)]
    #[must_use]
    fn answer_alone() -> Option<Alone> {
        None
    }
}

/// The future of a handler that is called without a request.
#[doc(hidden)]
pub type Alone = Pin<Box<dyn Future<Output = Response> + Send>>;

/// A handler that needs nothing from the request, and so has neither dependencies nor extractors.
#[doc(hidden)]
pub trait Answers: Declaration {
    /// Calls the handler.
    fn answer() -> impl Send + Future<Output: IntoResponse>;
}

/// What a handler declares, whatever the application's state.
pub trait Declaration: 'static {
    /// The plan of everything that it needs.
    #[doc(hidden)]
    const PLAN: Plan;

    /// Whether it carries `#[public]`.
    const PUBLIC: bool = false;

    /// The name of its function.
    const NAME: &'static str;

    /// Declares what documentation, CORS and the audit table need to know.
    fn describe(operation: &mut OperationDoc);
}
