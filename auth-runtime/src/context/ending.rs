//! How a request ends: its outcome becomes a response, which gets the edits and goes through the hooks.

use std::mem;
use std::pin::Pin;

use axum::response::Response;

use super::RequestContext;
use crate::dependency::Values;
use crate::problem::Rejection;
use crate::watch::{Outcome, Watch};

impl RequestContext {
    /// Drops the values of dependencies. The result is `outcome`, unless one of them panics and `watch` catches
    /// that.
    pub(crate) fn drop_values(&mut self, outcome: Outcome, watch: Watch) -> Outcome {
        let values = mem::replace(&mut self.values, Values::new());
        watch.over_drop("the value of a dependency", values, outcome)
    }

    /// Turns the outcome into a response, and applies the edits to it. The hooks have not run yet.
    #[inline]
    pub(crate) fn finish(&mut self, outcome: Outcome) -> Response {
        let mut response = outcome.unwrap_or_else(Rejection::into_response);
        self.edits.apply(&mut response);
        response
    }

    /// Whether there are hooks to run on the response.
    #[inline]
    pub(crate) fn has_hooks(&self) -> bool {
        self.edits.has_hooks()
    }

    /// The same as [`finish`](Self::finish), and runs the hooks under this `watch`.
    ///
    /// Few requests have hooks: their future is boxed, so that other requests' futures have no space for it.
    #[cold]
    pub(crate) fn run_hooks(
        &mut self,
        outcome: Outcome,
        watch: Watch,
    ) -> Pin<Box<dyn Future<Output = Response> + Send>> {
        let response = self.finish(outcome);
        let hooks = self.edits.take_hooks();
        // A hook must be the last owner of what it holds, even if the value was also kept for others.
        self.values = Values::new();
        Box::pin(hooks.run(response, watch))
    }
}
